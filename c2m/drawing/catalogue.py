"""The designs of the demo brand, in the order they were drawn."""

from __future__ import annotations

from c2m.drawing.styles import Colour, Style

LETTERS = ("S", "M", "L", "XL")
WIDE = ("S", "M", "L", "XL", "XXL")
WAISTS = ("26", "27", "28", "29", "30")
ONE = ("均码",)

RED, OAT, INK = Colour("朱红", "Vermilion", "#B93A26"), Colour("燕麦", "Oat", "#D9C7A6"), Colour("墨黑", "Ink black", "#2B2A2E")
CREAM, CLAY, SAGE = Colour("米白", "Cream", "#EFE8DA"), Colour("陶土", "Clay", "#B4694A"), Colour("鼠尾草", "Sage", "#8E9C7E")
MIST, NAVY, CAMEL = Colour("雾灰", "Mist grey", "#B9BABB"), Colour("藏青", "Navy", "#2C3A55"), Colour("驼色", "Camel", "#BE9265")
SKY, ROSE, PINE = Colour("雾蓝", "Mist blue", "#8FA9BE"), Colour("豆沙", "Dusty rose", "#BC8079"), Colour("松绿", "Pine", "#3F5A4A")
WHITE, COCOA, PLUM = Colour("白", "White", "#F6F3EC"), Colour("可可", "Cocoa", "#6B4A3A"), Colour("梅子", "Plum", "#6F3A4C")
BUTTER, LILAC, CHAR = Colour("奶黄", "Butter", "#EBD9A0"), Colour("藕紫", "Lilac", "#B3A1B4"), Colour("炭灰", "Charcoal", "#4B4A4C")
INDIGO, WASH, BLACK = Colour("原色靛蓝", "Indigo", "#3B4F70"), Colour("水洗蓝", "Washed blue", "#7F9FBF"), Colour("水洗黑", "Washed black", "#3C3D42")

CATALOGUE: tuple[Style, ...] = (
    Style("dot-wrap-dress", "波点裹身裙", "Dotted wrap dress", "dress", "wrap_dress", "dots", (RED, OAT, INK), LETTERS, ("petite", "pear"), "#F7EEE0", "viscose"),
    Style("rib-short-knit", "螺纹短针织", "Ribbed short knit", "knit", "rib_knit", "rib", (CLAY, CREAM, INK), LETTERS, ("petite",), None, "yarn", "straight-jeans"),
    Style("ruffle-slip-dress", "褶边吊带裙", "Ruffled strap dress", "dress", "ruffle_dress", "plain", (MIST, ROSE, SAGE), LETTERS, ("tall", "pear"), None, "viscose"),
    Style("straight-jeans", "直筒牛仔裤", "Straight jeans", "trousers", "jeans", "denim", (WASH, INDIGO, BLACK), WAISTS, ("petite", "pear"), None, "denim", "fine-tee"),
    Style("breton-jersey", "海军条纹长袖", "Breton jersey", "top", "long_sleeve", "stripes", (CREAM, SKY, NAVY), LETTERS, ("sensitive",), "#2C3A55", "jersey", "straight-jeans"),
    Style("loop-hoodie", "毛圈连帽卫衣", "Loopback hoodie", "top", "hoodie", "plain", (SAGE, MIST, CLAY), WIDE, ("tall", "curvy"), None, "fleece", "wide-trousers"),
    Style("poplin-shirt", "府绸小方领衬衫", "Poplin shirt", "top", "shirt", "plain", (WHITE, SKY, BUTTER), WIDE, ("office", "curvy"), None, "cotton", "wide-trousers"),
    Style("wide-trousers", "垂感阔腿裤", "Fluid wide trousers", "trousers", "wide_trousers", "plain", (CAMEL, INK, MIST), WAISTS, ("office", "tall"), None, "gabardine", "fine-tee"),
    Style("pleated-skirt", "细褶百褶裙", "Fine pleated skirt", "skirt", "pleated_skirt", "plain", (PINE, OAT, PLUM), LETTERS, ("office", "pear"), None, "gabardine", "rib-short-knit"),
    Style("trench", "双排扣风衣", "Double-breasted trench", "outerwear", "trench", "plain", (CAMEL, SAGE, INK), LETTERS, ("office", "tall"), None, "gabardine", "straight-jeans"),
    Style("cable-vest", "绞花针织马甲", "Cable knit vest", "knit", "vest", "cable", (CREAM, NAVY, CLAY), LETTERS, ("office", "curvy"), None, "yarn", "pleated-skirt"),
    Style("gingham-sundress", "格纹方领裙", "Gingham square-neck dress", "dress", "sundress", "gingham", (SAGE, ROSE, NAVY), LETTERS, ("petite", "curvy"), None, "cotton"),
    Style("fine-tee", "基础白T", "The plain tee", "top", "tee", "plain", (WHITE, INK, ROSE), WIDE, ("sensitive",), None, "jersey", "straight-jeans"),
    Style("soft-blazer", "软肩西装", "Soft-shouldered blazer", "outerwear", "blazer", "pinstripes", (CHAR, OAT, NAVY), LETTERS, ("office",), None, "gabardine", "wide-trousers"),
    Style("satin-slip", "缎面吊带长裙", "Satin slip dress", "dress", "slip_dress", "plain", (Colour("香槟", "Champagne", "#D8BF9C"), PLUM, PINE), LETTERS, ("tall",), None, "satin"),
    Style("mohair-cardigan", "马海毛开衫", "Mohair cardigan", "knit", "cardigan", "knit", (BUTTER, LILAC, PINE), LETTERS, ("petite", "sensitive"), None, "yarn", "a-line-skirt"),
    Style("a-line-skirt", "灯芯绒A字裙", "Corduroy A-line skirt", "skirt", "aline_skirt", "corduroy", (COCOA, CAMEL, PINE), LETTERS, ("petite", "pear"), None, "cotton", "fine-tee"),
    Style("utility-jumpsuit", "工装连体裤", "Utility jumpsuit", "trousers", "jumpsuit", "plain", (SAGE, NAVY, CLAY), LETTERS, ("tall",), None, "canvas"),
    Style("flower-tea-dress", "碎花茶歇裙", "Flowered tea dress", "dress", "tea_dress", "flowers", (NAVY, CREAM, PINE), LETTERS, ("pear", "curvy"), "#E9C9BE", "viscose"),
    Style("canvas-tote", "帆布托特包", "Canvas tote", "accessory", "tote", "plain", (CREAM, CLAY, INK), ONE, ("office",), None, "canvas", "breton-jersey"),
    Style("chunky-beanie", "粗棒针毛线帽", "Chunky beanie", "accessory", "beanie", "knit", (PINE, CAMEL, COCOA), ONE, ("sensitive",), None, "yarn", "wool-coat"),
    Style("boxy-tee", "落肩短T", "Boxy cropped tee", "top", "boxy_tee", "plain", (SKY, CREAM, CLAY), LETTERS, ("petite",), None, "jersey", "a-line-skirt"),
    Style("block-tee", "拼色宽T", "Colour-block tee", "top", "block_tee", "plain", (CLAY, NAVY, SAGE), WIDE, ("curvy", "tall"), "#EFE6D6", "jersey", "straight-jeans"),
    Style("check-shirt-jacket", "格纹衬衫外套", "Checked overshirt", "outerwear", "overshirt", "check", (CAMEL, PINE, COCOA), WIDE, ("tall", "curvy"), "#3A2A24", "wool", "straight-jeans"),
    Style("tweed-jacket", "小香风短外套", "Short tweed jacket", "outerwear", "tweed_jacket", "tweed", (CREAM, ROSE, NAVY), LETTERS, ("petite", "office"), "#B4694A", "wool", "pleated-skirt"),
    Style("wrap-skirt", "碎花一片式长裙", "Flowered wrap skirt", "skirt", "wrap_skirt", "flowers", (CLAY, INK, CREAM), LETTERS, ("pear", "tall"), "#F3E3CF", "viscose", "fine-tee"),
    Style("linen-shorts", "亚麻褶裥短裤", "Pleated linen shorts", "trousers", "shorts", "plain", (OAT, PINE, CLAY), WAISTS, ("petite", "sensitive"), None, "linen", "stripe-shirt"),
    Style("stripe-shirt", "竖纹宽松衬衫", "Striped loose shirt", "top", "loose_shirt", "pinstripes", (SKY, CREAM, ROSE), WIDE, ("office", "curvy"), "#FBF7EF", "cotton", "linen-shorts"),
    Style("wool-coat", "茧形羊毛大衣", "Cocoon wool coat", "outerwear", "coat", "plain", (OAT, CHAR, PLUM), LETTERS, ("tall", "pear"), None, "wool", "wide-trousers"),
    Style("puff-blouse", "泡泡袖衬衫", "Puff-sleeved blouse", "top", "puff_blouse", "plain", (CREAM, LILAC, SKY), LETTERS, ("curvy", "pear"), None, "cotton", "straight-jeans"),
    Style("turtleneck", "高领羊毛衫", "Fine turtleneck", "knit", "turtleneck", "plain", (PLUM, OAT, INK), WIDE, ("office", "sensitive"), None, "yarn", "wide-trousers"),
    Style("wide-jeans", "高腰阔腿牛仔裤", "High-waisted wide jeans", "trousers", "wide_jeans", "denim", (INDIGO, WASH, BLACK), WAISTS, ("pear", "tall"), None, "denim", "rib-short-knit"),
    Style("shirt-dress", "系带衬衫裙", "Belted shirt dress", "dress", "shirt_dress", "plain", (PINE, SKY, CLAY), WIDE, ("office", "curvy"), None, "linen"),
    Style("tier-dress", "泡泡袖蛋糕裙", "Tiered dress", "dress", "tier_dress", "check", (WHITE, BUTTER, SKY), LETTERS, ("curvy", "pear"), "#8FA9BE", "cotton"),
)
STYLES: dict[str, Style] = {style.key: style for style in CATALOGUE}
