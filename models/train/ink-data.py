#!/usr/bin/env python3
"""ink-data.py SAMPLES OUT LANGUAGE PART: a folder of the generator's data whose pages are full of ink.

SAMPLES is samples/data; LANGUAGE is russian or english; PART is train or held-out: hands, stamp faces and stamp texts of
the one are not in the other. Hands and stamps beyond Debian's come from the folders given to `verno sample --fonts`; a
face that is not there is left out."""
import configparser
import os
import random
import shutil
import sys

# Families by script and part; under the SIL Open Font License or Apache-2.0.
HANDS = {
    ("cyrillic", "train"): "Marck Script;Neucha;Pacifico;Pangolin;Playpen Sans;Amatic SC;Comforter Brush;Great Vibes;"
                           "Shantell Sans Light",
    ("cyrillic", "held-out"): "Bad Script;Caveat;Comforter",
    ("latin", "train"): "Allura;Caveat Brush;Covered By Your Grace;Dancing Script;Dawning of a New Day;Give You Glory;"
                        "Gochi Hand;Herr Von Muellerhoff;Indie Flower;Just Me Again Down Here;Kristi;La Belle Aurore;"
                        "League Script;Loved by the King;Meddon;Mr De Haviland;Mrs Saint Delafield;Nanum Pen;"
                        "Nothing You Could Do;Over the Rainbow;Patrick Hand;Petit Formal Script;Reenie Beanie;Rock Salt;"
                        "Sacramento;Satisfy;Shadows Into Light;Sue Ellen Francisco;Swanky and Moo Moo;Tangerine;"
                        "Waiting for the Sunrise",
    ("latin", "held-out"): "Homemade Apple;Zeyada;Cedarville Cursive;Kalam;Mr Dafoe",
}
SCALE = {"Great Vibes": 1.1, "Herr Von Muellerhoff": 1.2, "Mrs Saint Delafield": 1.1, "Mr De Haviland": 1.3, "Kristi": 1.3,
         "Pacifico": 0.8, "Playpen Sans": 0.85, "Shantell Sans Light": 0.85, "Rock Salt": 0.7, "Homemade Apple": 0.75,
         "Meddon": 0.7, "Caveat": 1.15, "Tangerine": 1.2, "League Script": 1.2, "Nanum Pen": 1.2}
STAMPS = {"train": "PT Sans Narrow;PT Sans;PT Serif;DejaVu Sans;C059;Nimbus Sans", "held-out": "FreeSans;Nimbus Roman;PT Mono"}
STAMP_TEXTS = {
    ("russian", "train"): "ИНСТИТУТ|МАРКСА-ЭНГЕЛЬСА-ЛЕНИНА;ПРОВЕРЕНО|1949;ВХОДЯЩИЙ №|дата;ЭКСПЕДИЦИЯ МИД;РАССМОТРЕНО;СРОЧНО;"
                          "Подлежит|уничтожению;К ДОКЛАДУ;СОВЕРШЕННО СЕКРЕТНО;ОБЩИЙ ОТДЕЛ ЦК|12 ФЕВ 1951|ВХ. №;"
                          "o:СОВЕТ МИНИСТРОВ СССР * КАНЦЕЛЯРИЯ *|1950;o:АРХИВ ВНЕШНЕЙ ПОЛИТИКИ|РОССИЙСКОЙ|ФЕДЕРАЦИИ;ЛИЧНО;ПОДЛИННЫЙ",
    ("russian", "held-out"): "ГОСАРХИВ|ФОНД 14;СНЯТО С УЧЕТА;Разослано|3 ИЮН 1952;o:КОМИТЕТ ИНФОРМАЦИИ|№ 7;ТОВ. МОЛОТОВУ;"
                             "ХРАНИТЬ|ПОСТОЯННО;ОТКРЫТО",
    ("english", "train"): "SECRET;TOP SECRET;REGISTRY|No.;URGENT;AIR MAIL|SECTION;NOTED;CHECKED|BY;o:LIBRARY OF CONGRESS *|MS. DIV.;"
                          "ACTION|INFO;PHOTOSTAT|NEG. No.;o:FOREIGN OFFICE * REGISTRY|12 FEB|1949;RESTRICTED;UNCLASSIFIED;ORIGINAL;AMERICAN EMBASSY|LONDON",
    ("english", "held-out"): "NATIONAL ARCHIVES|AUTH. NND 730032;ANSWERED|JUN 3 1952;CABINET OFFICE;o:WAR DEPARTMENT|No. 7;CLOSED;NO FOREIGN|DISSEMINATION",
}
# How much is written over a page in training; [clean] of `held-out` keeps the generator's own amounts.
MARKS = {"stamps": ("1;3", "1;4", "1;4"), "notes": ("2;6", "2;7", "2;7"), "underlines": ("1;5", "1;6", "1;6"),
         "strikes": ("0;2", "0;3", "0;3"), "margins": ("0;2", "0;3", "0;3"), "over_text": ("0.3", "0.4", "0.5"),
         "scribbles": ("0;4", "0;5", "0;5"), "odd_stamps": ("0.4", "0.4", "0.4"), "turned": ("0", "0", "0")}


def words_of_notes(chance):
    """Notes are numbers, dates, names and scraps of sentences."""
    return [f"{chance.randint(1, 31)}/{chance.randint(1, 12)}-{chance.randint(45, 55)}", str(chance.randint(1, 9999)),
            f"№ {chance.randint(1, 999)}", f"л. {chance.randint(1, 300)}", f"{chance.randint(1, 99)}.{chance.randint(1, 12)}"]


def main():
    samples, out, language, part = sys.argv[1:5]
    chance = random.Random(f"{language} {part}")
    shutil.copytree(samples, out, dirs_exist_ok=True)
    script = "cyrillic" if language == "russian" else "latin"
    hands = HANDS["cyrillic", part].split(";") + (HANDS["latin", part].split(";") if script == "latin" else [])
    with open(os.path.join(samples, "fonts.ini"), encoding="utf-8") as file:
        fonts = file.read()
    kept = []
    for section in fonts.split("\n\n"):
        # The generator's own extra hands come back below, each in its part; held out, Debian's hands and stamps are too.
        if "role=hand" in section and ("extra=true" in section or part == "held-out"):
            continue
        if "role=stamp" in section:
            continue
        kept.append(section)
    for family in hands:
        kept.append(f"[ink-{family.lower().replace(' ', '-')}]\nfamily={family}\nrole=hand\nextra=true\n"
                    f"scale={SCALE.get(family, 1)}\nfallback=ink-fallback")
    kept.append("[ink-fallback]\nfamily=Z003\nslant=italic\nrole=spare\npackage=fonts-urw-base35\nfallback=c059")
    for family in STAMPS[part].split(";"):
        kept.append(f"[stamp-{family.lower().replace(' ', '-')}]\nfamily={family}\nweight=bold\nrole=stamp\nextra=true\n"
                    "fallback=c059")
    with open(os.path.join(out, "fonts.ini"), "w", encoding="utf-8") as file:
        file.write("\n\n".join(kept) + "\n")

    lists = configparser.RawConfigParser(delimiters="=", comment_prefixes="#")
    lists.optionxform = str
    lists.read(os.path.join(samples, "texts", "lists.ini"), encoding="utf-8")
    own = lists[language]["stamps"].split(";") if part == "train" else []
    lists[language]["stamps"] = ";".join(own + STAMP_TEXTS[language, part].split(";"))
    notes = lists[language]["notes"].split(";")
    for _ in range(30):
        notes += words_of_notes(chance) if language == "russian" else [w.replace("№", "No.").replace("л.", "p.")
                                                                        for w in words_of_notes(chance)]
    lists[language]["notes"] = ";".join(notes)
    with open(os.path.join(out, "texts", "lists.ini"), "w", encoding="utf-8") as file:
        lists.write(file, space_around_delimiters=False)

    if part == "train":
        tiers = configparser.RawConfigParser(delimiters="=", comment_prefixes="#")
        tiers.optionxform = str
        tiers.read(os.path.join(samples, "tiers.ini"), encoding="utf-8")
        for key, values in MARKS.items():
            for tier, value in zip(("clean", "typical", "hard"), values):
                tiers[tier][key] = value
        with open(os.path.join(out, "tiers.ini"), "w", encoding="utf-8") as file:
            tiers.write(file, space_around_delimiters=False)


main()
