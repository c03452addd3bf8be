"""The words printed on papers, in the two languages of the product.

A paper is written for the reader of the paper, who need not be the person who asks for it, so these words do not
come from the request's catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from c2m.core import clock

Words = Mapping[str, Any]

CHINESE: Words = {
    "language": "zh-CN",
    "work_order": "工单",
    "version": "第 {n} 版",
    "draft": "草稿，未下发",
    "design": "款",
    "design_code": "款号",
    "artwork": "图稿",
    "brand": "品牌",
    "factory": "工厂",
    "due": "交期",
    "released": "下发",
    "checksum": "校验",
    "total": "合计",
    "pieces_count": "{n} 件",
    "matrix": "尺码 × 颜色",
    "matrix_hint": "大数字 = 要做的件数，虚线上写实裁数",
    "measures": "部位尺寸",
    "measures_hint": "成衣尺寸，公差按标注",
    "point": "部位",
    "unit": "单位",
    "tolerance": "公差",
    "fabric": "面料",
    "trims": "辅料",
    "notes": "工艺说明",
    "packing": "包装",
    "wishes": "要单独做的件",
    "wishes_hint": "{n} 件，每件按编码单独做，单独标",
    "piece": "编码",
    "colour": "颜色",
    "size": "尺码",
    "pieces": "件数",
    "wish": "个人要求",
    "packed": "实装",
    "box": "箱号",
    "no_picture": "没有图片",
    "missing_glyph": "〓 = 这个字打印字体里没有，原文看 Excel 工单",
    "page": "第 {x} / {y} 页",
    "signed": ("收单", "裁床", "质检", "日期"),
    "sheet_matrix": "尺码颜色表",
    "sheet_pieces": "逐件",
    "sheet_measures": "工艺单",
    "sheet_packing": "装箱单",
    "order": "订单",
    "name": "姓名",
    "phone": "电话",
    "province": "省",
    "city": "市",
    "district": "区县",
    "street": "街道地址",
    "contents": "内件",
    "courier": "快递公司",
    "tracking": "运单号",
    "shipping_head": "# 发货表 · {factory} · {number} · {who} 下载于 {when} · 只用于寄件，寄完请删",
    "weekdays": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "no_pdf": "这台服务器上没有中文字体，所以没有 PDF。Excel 工单里内容是全的。",
}

ENGLISH: Words = {
    "language": "en",
    "work_order": "Work order",
    "version": "version {n}",
    "draft": "draft, not released",
    "design": "Design",
    "design_code": "Design code",
    "artwork": "Artwork",
    "brand": "Brand",
    "factory": "Factory",
    "due": "Due",
    "released": "Released",
    "checksum": "Checksum",
    "total": "Total",
    "pieces_count": "{n} pieces",
    "matrix": "Size × colour",
    "matrix_hint": "Large figure = pieces to make; write the pieces cut on the dotted line",
    "measures": "Measures",
    "measures_hint": "Finished garment; tolerance as given",
    "point": "Point of measure",
    "unit": "Unit",
    "tolerance": "Tolerance",
    "fabric": "Fabric",
    "trims": "Trims",
    "notes": "Making notes",
    "packing": "Packing",
    "wishes": "Pieces made differently",
    "wishes_hint": "{n} pieces; make and label each by its own code",
    "piece": "Piece",
    "colour": "Colour",
    "size": "Size",
    "pieces": "Pieces",
    "wish": "Personal wish",
    "packed": "Packed",
    "box": "Box",
    "no_picture": "No picture",
    "missing_glyph": "〓 = a character the print font lacks; the Excel sheet has the original",
    "page": "page {x} / {y}",
    "signed": ("Received", "Cutting", "Quality", "Date"),
    "sheet_matrix": "Size x colour",
    "sheet_pieces": "Pieces",
    "sheet_measures": "Tech pack",
    "sheet_packing": "Packing list",
    "order": "order",
    "name": "name",
    "phone": "phone",
    "province": "province",
    "city": "city",
    "district": "district",
    "street": "street",
    "contents": "contents",
    "courier": "courier",
    "tracking": "tracking",
    "shipping_head": "# Shipping list · {factory} · {number} · downloaded by {who} at {when} · for posting only, "
    "delete afterwards",
    "weekdays": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "no_pdf": "This server has no Chinese font, so there is no PDF. The Excel sheet holds everything.",
}


def of(language: object) -> Words:
    """The words of a language tag ("zh_CN", "en", a Babel locale); Chinese unless it is English."""
    return ENGLISH if str(language).lower().startswith("en") else CHINESE


def day(at: datetime, words: Words) -> str:
    """A Shanghai day in full: 2026-12-08 周二."""
    here = clock.shanghai(at)
    return f"{here:%Y-%m-%d} {words['weekdays'][here.weekday()]}"


def big_day(at: datetime, words: Words) -> str:
    """The day as it is said on the shop floor: 12月8日 周二, Tue 8 Dec."""
    here = clock.shanghai(at)
    weekday = words["weekdays"][here.weekday()]
    if words is ENGLISH:
        return f"{weekday} {here.day} {here:%b}"
    return f"{here.month}月{here.day}日 {weekday}"


def minute(at: datetime) -> str:
    """2026-12-08 12:00, Shanghai."""
    return f"{clock.shanghai(at):%Y-%m-%d %H:%M}"


def colour(name_zh: str, name_en: str) -> str:
    """Both names, because the matrix, the labels and the cutter may speak different languages."""
    if not name_en or name_en == name_zh:
        return name_zh
    return f"{name_zh} {name_en}"
