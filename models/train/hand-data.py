#!/usr/bin/env python3
"""hand-data.py SAMPLES OUT PART: a folder of the generator's data whose pages are full of short notes by hand.

SAMPLES is samples/data; PART is train or held-out: faces and texts of the one are not in the other. Hands beyond Debian's come
from the folders given to `verno sample --fonts`; a face that is not there is left out. Latin faces lend their figures, and
borrow the letters of a Cyrillic one."""
import configparser
import os
import random
import shutil
import sys

# Families by part; under the SIL Open Font License or Apache-2.0. What is held out here is held out from the network for ink, too.
HANDS = {"train": "Marck Script;Neucha;Pacifico;Pangolin;Playpen Sans;Amatic SC;Comforter Brush;Great Vibes;Shantell Sans Light;"
                  "Balsamiq Sans;Hachi Maru Pop;Klee One;LXGW WenKai TC;Yomogi;Zen Kurenaido",
         "held-out": "Bad Script;Caveat;Comforter"}
LATIN = ("Caveat Brush;Covered By Your Grace;Dancing Script;Dawning of a New Day;Give You Glory;Gochi Hand;Indie Flower;"
         "Just Me Again Down Here;Kristi;La Belle Aurore;Nanum Pen;Nothing You Could Do;Over the Rainbow;Patrick Hand;Reenie Beanie;"
         "Rock Salt;Sacramento;Satisfy;Shadows Into Light;Sue Ellen Francisco;Waiting for the Sunrise;"
         "Aguafina Script;Alex Brush;Allura;Annie Use Your Telescope;Architects Daughter;Beth Ellen;Bilbo;Borel;Calligraffitti;"
         "Cedarville Cursive;Chilanka;Coming Soon;Cookie;Crafty Girls;Damion;Dekko;Delicious Handrawn;Delius;"
         "Edu NSW ACT Foundation;Edu QLD Beginner;Edu SA Beginner;Edu TAS Beginner;Edu VIC WA NT Beginner;Ephesis;Euphoria Script;"
         "Fuzzy Bubbles;Gaegu;Gamja Flower;Gloria Hallelujah;Grape Nuts;Handlee;Hi Melody;Homemade Apple;Italianno;Itim;"
         "Jim Nightshade;Julee;Just Another Hand;Kalam;Licorice;Liu Jian Mao Cao;Long Cang;Love Ya Like A Sister;Loved by the King;"
         "Mali;Mansalva;Meddon;Merienda;Montez;Mr Dafoe;Mynerve;Nanum Brush Script;Nerko One;Norican;Playwrite CZ;"
         "Playwrite DE Grund;Playwrite FR Moderne;Playwrite PL;Playwrite US Trad;Poor Story;Rancho;Ruthie;Schoolbell;Sedgwick Ave;"
         "Shadows Into Light Two;Short Stack;Sofia;Solitreo;Square Peg;Sriracha;Sunshiney;Swanky and Moo Moo;The Girl Next Door;"
         "Vibur;Walter Turncoat;Yellowtail;Yuji Boku;Zeyada;Zhi Mang Xing")
SCALE = {"Great Vibes": 1.1, "Kristi": 1.3, "Pacifico": 0.8, "Playpen Sans": 0.85, "Shantell Sans Light": 0.85, "Rock Salt": 0.7,
         "Caveat": 1.15, "Nanum Pen": 1.2, "Bad Script": 0.9, "Playwrite CZ": 0.75, "Playwrite DE Grund": 0.7,
         "Playwrite FR Moderne": 0.65, "Playwrite PL": 0.7, "Playwrite US Trad": 0.75, "Hachi Maru Pop": 0.8, "Yuji Boku": 0.9,
         "Hi Melody": 1.2, "Nanum Brush Script": 1.2}
MONTHS = "I;II;III;IV;V;VI;VII;VIII;IX;X;XI;XII".replace("I", "1").replace("V", "У").replace("X", "Х").split(";")
CLERKS = "мин шт мин шт мин шт мин шт гс ос пр сс бн вш ок зам ав кр дб лс сп ук ун нм".split()
WORDS = ("В дело;За;Против;Согласен;Архив;Исполнено;Доложено;на контроль;читал;Хранить;Читал;в дело;Отказать;Срочно;Лично;Копия;"
         "Послано;Напомнить;к делу;Секретно;Вручено;Снято;См.;Разослано;Верно;Учесть;Внести;О. К.;Экспедиция").split(";")
NAMES = ("Громыко;Зорину;Молотову;Сталину;Вышинскому;Малику;Гусеву;Подцероб;Семенову;Павлову;Лаврентьеву;Пушкину;Кузнецову;"
         "Жданову;Щербакову;Фёдорову;Юдину;Хрущеву").split(";")
# Amounts, in the words of samples/data/tiers.ini: next to nothing but notes, some of them over type.
AMOUNTS = {"stamps": "0;1", "notes": "17;21", "underlines": "0;2", "strikes": "0;1", "margins": "0;1", "over_text": "0.18",
           "turned": "0", "upside_down": "0", "border": "0", "holes": "0", "tile": "0", "missing_resolution": "0"}
LAYOUT = """[layout]
script=Cyrl
width=205
height=288

"""


def number(r):
    return str(r.randrange(10, 10 ** r.choice([2, 3, 3, 4, 4, 4, 5])))


def registration(r):
    who = r.choice(CLERKS) if r.random() < 0.85 else "".join(r.choice("абвгдеиклмнопрстухшщэюя") for _ in range(r.randint(1, 3)))
    digits = r.choice([2, 3, 3, 4, 4, 4, 4, 4, 5])
    text = f"№ {r.randrange(10 ** (digits - 1), 10 ** digits)}/{who}"
    return text.replace("№ ", "№") if r.random() < 0.1 else text


def note(r):
    day, month = r.randint(1, 31), r.randrange(12)
    return r.choice([
        number(r), number(r), f"№ {number(r)}", f"к № {number(r)}", f"вх. {number(r)}", f"исх. {number(r)}", f"Вх. № {number(r)}",
        f"{day}/{MONTHS[month]}", f"{day}/{MONTHS[month]}-{r.randint(45, 55)}", f"{day}/{month + 1}", f"{day}.{month + 1}.{r.randint(45, 55)}",
        f"л. {r.randint(1, 300)}", f"стр. {r.randint(1, 90)}", f"ф. {r.randint(1, 900)} оп. {r.randint(1, 20)} д. {r.randint(1, 999)}",
        r.choice(WORDS), r.choice(WORDS), f"т. {r.choice(NAMES)}", f"тов. {r.choice(NAMES)}", f"копию т. {r.choice(NAMES)}",
        f"{r.choice('АБВГДЕЗИКЛМНПРСТХЯ')}. {r.choice('АБВГДЕЗИКЛМНПРСТХЯ')}.", f"{r.randint(1, 9)} экз."])


def main():
    samples, out, part = sys.argv[1:4]
    r = random.Random(f"hand {part}")
    shutil.copytree(samples, out, dirs_exist_ok=True)
    with open(os.path.join(samples, "fonts.ini"), encoding="utf-8") as file:
        sections = file.read().split("\n\n")
    # The generator's own extra hands come back below, each in its part; held out, Debian's hands are too.
    kept = [s for s in sections if "role=hand" not in s or (part == "train" and "extra=true" not in s)]
    if part != "train":
        kept.append("[z003]\nfamily=Z003\nslant=italic\nrole=spare\npackage=fonts-urw-base35\nfallback=c059")
    for family in HANDS[part].split(";"):
        kept.append(f"[hand-{family.lower().replace(' ', '-')}]\nfamily={family}\nrole=hand\nextra=true\n"
                    f"scale={SCALE.get(family, 1)}\nfallback=z003")
    lenders = [f"hand-{f.lower().replace(' ', '-')}" for f in HANDS["train"].split(";")[:5]] + ["z003"]
    for i, family in enumerate(LATIN.split(";") if part == "train" else []):
        kept.append(f"[hand-{family.lower().replace(' ', '-')}]\nfamily={family}\nrole=hand\nextra=true\n"
                    f"scale={SCALE.get(family, 1)}\nfallback={lenders[i % len(lenders)]}")
    with open(os.path.join(out, "fonts.ini"), "w", encoding="utf-8") as file:
        file.write("\n\n".join(kept) + "\n")

    lists = configparser.RawConfigParser(delimiters="=", comment_prefixes="#")
    lists.optionxform = str
    lists.read(os.path.join(samples, "texts", "lists.ini"), encoding="utf-8")
    lists["russian"]["notes"] = ";".join(registration(r) if r.random() < 0.55 else note(r) for _ in range(20000))
    with open(os.path.join(out, "texts", "lists.ini"), "w", encoding="utf-8") as file:
        lists.write(file, space_around_delimiters=False)
    tiers = configparser.RawConfigParser(delimiters="=", comment_prefixes="#")
    tiers.optionxform = str
    tiers.read(os.path.join(samples, "tiers.ini"), encoding="utf-8")
    for key, value in AMOUNTS.items():
        for tier in ("clean", "typical", "hard"):
            tiers[tier][key] = value
    with open(os.path.join(out, "tiers.ini"), "w", encoding="utf-8") as file:
        tiers.write(file, space_around_delimiters=False)
    with open(os.path.join(out, "layouts", "letter-ru.ini"), "w", encoding="utf-8") as file:
        file.write(LAYOUT)
        for i, y in enumerate((30, 36, 42, 150, 156, 162, 240, 246)):
            text = "Передайте правительству следующее; о дне вручения телеграфьте, срок не позднее" if i % 2 else \
                   "Ваше предложение принято. Выписка из протокола заседания направляется вам"
            file.write(f"[item line{i}]\ntype=typed\nx=28\ny={y}\nwrap=157\ntext={text}\n\n")


main()
