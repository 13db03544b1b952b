"""Economies and sectors of the embedded world: the recurring cases stay single, the rest keeps groups of countries whole."""

SINGLE = (
    "BLR RUS UKR KAZ CHN IND TUR USA "
    "DEU FRA ITA ESP NLD BEL POL LTU LVA EST FIN SWE DNK AUT CZE SVK HUN ROU BGR GRC PRT IRL "
    "GBR NOR CHE ISL JPN KOR TWN CAN MEX BRA ARG AUS NZL ZAF SAU ARE ISR EGY NGA IDN MYS SGP THA VNM"
).split()

# label -> (name, ISO3). So the EU and ASEAN can be selected whole.
REGIONS = {
    "REU": ("Other European Union", ("CYP", "HRV", "LUX", "MLT", "SVN")),
    "RSE": ("Other South-East Asia", ("BRN", "KHM", "LAO", "MMR", "PHL")),
    "ROA": ("Bangladesh, Hong Kong, Pakistan", ("BGD", "HKG", "PAK")),
    "RLA": ("Other Latin America", ("CHL", "COL", "CRI", "PER")),
    "RAM": ("Other Africa and Jordan", ("AGO", "CIV", "CMR", "COD", "JOR", "MAR", "SEN", "STP", "TUN")),
}

# label -> (name, ICIO industries)
SECTORS = {
    "A": ("Agriculture, forestry and fishing", ("A01", "A02", "A03")),
    "B05": ("Coal", ("B05",)),
    "B06": ("Oil and gas", ("B06",)),
    "B07T09": ("Other mining", ("B07", "B08", "B09")),
    "C10T12": ("Food, beverages and tobacco", ("C10T12",)),
    "C13T15": ("Textiles, clothing and leather", ("C13T15",)),
    "C16T18": ("Wood, paper and printing", ("C16", "C17_18")),
    "C19": ("Refined petroleum and coke", ("C19",)),
    "C20": ("Chemicals", ("C20",)),
    "C21": ("Pharmaceuticals", ("C21",)),
    "C22": ("Rubber and plastics", ("C22",)),
    "C23": ("Other non-metallic minerals", ("C23",)),
    "C24": ("Basic metals", ("C24A", "C24B")),
    "C25": ("Fabricated metal products", ("C25",)),
    "C26": ("Electronics and optical products", ("C26",)),
    "C27": ("Electrical equipment", ("C27",)),
    "C28": ("Machinery", ("C28",)),
    "C29": ("Motor vehicles", ("C29",)),
    "C30": ("Other transport equipment", ("C301", "C302T309")),
    "C31T33": ("Furniture, other manufacturing, repair", ("C31T33",)),
    "D": ("Electricity and gas supply", ("D",)),
    "E": ("Water and waste", ("E",)),
    "F": ("Construction", ("F",)),
    "G": ("Wholesale and retail trade", ("G",)),
    "H49": ("Land transport and pipelines", ("H49",)),
    "H50T53": ("Other transport and post", ("H50", "H51", "H52", "H53")),
    "I": ("Accommodation and food services", ("I",)),
    "J": ("Information and communication", ("J58T60", "J61", "J62_63")),
    "K": ("Finance and insurance", ("K",)),
    "L": ("Real estate", ("L",)),
    "M_N": ("Business services", ("M", "N")),
    "O_to_T": ("Public, health, education and other services", ("O", "P", "Q", "R", "S", "T")),
}
