#!/usr/bin/env python3
"""text.py LANGUAGE PHRASES PROSE OUT SEED [PART] - the sentences that training lines are typed from, one a line.

LANGUAGE: rus or eng. PHRASES: samples/data/texts/russian.txt or english.txt, the phrases of telegrams. PROSE: a folder of
texts; every ninth file, in the order of their names, is kept for PART=held-out and never trained on. What the recogniser must
learn beyond prose stands below as small makers: numbers, dates with Roman months typed in Cyrillic look-alikes, typists'
notes, copy lists, capitals, letter-spaced words, brackets and quotes. Same seed, same file.
"""
import glob
import os
import random
import re
import sys

# Roman months as typists without Latin letters made them.
MONTHS = ["1", "П", "Ш", "1У", "У", "У1", "УП", "УШ", "1Х", "Х", "Х1", "ХП"]
NAMES = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
         "декабря"]
PEOPLE = ["Сталину", "Молотову", "Вышинскому", "Громыко", "Маленкову", "Берия", "Микояну", "Кагановичу", "Булганину",
          "Хрущеву", "Зорину", "Гусеву", "Лаврентьеву", "Подцеробу", "Малику", "Чжоу Энь-лаю", "Мао Цзе-дуну"]
MONTHS_ENGLISH = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December"]
# What a typewriter has for signs that print has.
TYPED_AS = {"е": "ё", "Е": "Ё", "-": "—–", '"': "«»“”", "'": "‘’`"}


def number(r):
    return str(r.randrange(10 ** r.choice([1, 2, 2, 3, 3, 4, 4, 5])))


def date(r):
    day, month, year = r.randint(1, 31), r.randrange(12), r.randint(30, 85)
    roman = MONTHS[month]
    return r.choice([
        f"{day}.{roman}.{year}г.", f"{day}.{roman}.{year} г.", f"{day}.{roman} 19{year} г.", f"{day}/{roman}-{year}",
        f"{day}/{roman}-{year}г.", f"{day}.{month + 1}.{year}", f"{day}/{month + 1}-{year}", f"{day}.{roman}",
        f"{day} {NAMES[month]} 19{year} г.", f"{day} {NAMES[month]} 19{year} года", f"{day}-{roman}-{year}",
        f"{day:02d}.{month + 1:02d}.19{year}", f"\"{day}\" {NAMES[month]} 19{year} г."])


def time(r):
    hour, minute = r.randint(0, 23), r.randint(0, 59)
    return r.choice([f"{hour} час. {minute:02d} мин.", f"{hour} час.{minute} мин.", f"{hour}.{minute:02d}",
                     f"в {hour} часов {minute} минут", f"{hour}-{minute:02d}"])


def office(r):
    """Numbers and marks of a registry."""
    n = number(r)
    return r.choice([
        f"№ {n}", f"№{n}.", f"На № {n}.", f"Исход. № {n}", f"Спец. № {n}", f"Экз. № {r.randint(1, 9)}",
        f"Вх. № {n}/{number(r)}", f"№ {n}/{r.choice(['мин', 'шт', 'с', 'сс', 'гс', 'П', 'Ш'])}",
        f"Ф. {n}, Оп. {number(r)}, Д. {number(r)}, Л. {number(r)}", f"отп. {r.randint(2, 9)} экз.",
        f"отп.{r.randint(2, 9)} экз. {r.choice(['ян', 'нб', 'мк', 'об', 'ги', 'тп', 'рл'])}.",
        f"{r.randint(1, 8)}.{r.choice(['Тов. ', 'тов.', 'т. ', 'Тов.'])}{r.choice(PEOPLE)}",
        f"{n}-{number(r)}", f"{n}%", f"{n},{number(r)} тонн", f"{n}.{number(r)}", f"{n} тыс. руб.", f"({n})",
        f"пп. {r.randint(1, 9)}-{r.randint(10, 30)}", f"стр. {n}", f"- {r.randint(1, 99)} -", f"рис. {r.randint(1, 40)}",
        f"+ {n}", f"{n} = {number(r)}", f"{n}/{number(r)}", f"п.{r.randint(1, 9)}.{r.randint(1, 9)}.",
        f"телеграмма № {n} от {date(r)}", f"{time(r)} {date(r)}", date(r), date(r), time(r)])


def spaced(word):
    return " ".join(word)


def technical(r, word):
    """Brackets, signs and capitals, as in reports and manuals."""
    a, b, c = (r.choice("АБВГДЕЖЗИКЛМНПРСТУХ") for _ in range(3))
    n = number(r)
    up = word.upper()
    return r.choice([
        f"{up}({n})", f"{a}({b})", f"{a}{b} /{n}/ = {c}{a}({b}),", f"{a}; {up} = {n},", f"\"{up}\"", f"'{up}'", f"({word})",
        f"{a}{b}{c}-{n}", f"{up}: {a}{n} = {b}{c},", f"{a} - {word},", f"{r.choice('абвгде')}) {word};", f"\"{n}\"",
        f"{a}{n}", f"{up}{n}", f"{n}{a}", f"*{up}", f"{a} + {b} = {c}", f"{n} * {number(r)}", f"[{word}]".replace("[", "(").replace("]", ")"),
        f"{r.randint(1, 9)}.{r.randint(1, 9)}.{r.randint(1, 9)}. {word.capitalize()}", f"{r.randint(1, 20)}. {word.capitalize()}.",
        f"{up}-{up}", f"{word}-{n}", f"{a}.{b}.{word.capitalize()}"])


def office_english(r):
    n, day, year = number(r), r.randint(1, 31), r.randint(30, 85)
    month = r.choice(MONTHS_ENGLISH)
    dates = [f"{month} {day}, 19{year}", f"{day} {month} 19{year}", f"{day}/{r.randint(1, 12)}/{year}",
             f"{month[:3]}. {day}, 19{year}", f"{day}th {month}, 19{year}"]
    return r.choice([
        f"No. {n}", f"Issuing No. {n}", f"Special no. {n}", f"To No. {n}", f"File No. {n}.{number(r)}/{number(r)}",
        f"${n}", f"{n}%", f"{n}-{number(r)}", f"p. {n}", f"pp. {n}-{number(r)}", f"({n})", f"{n},000", f"{n}.{number(r)}",
        f"{r.randint(2, 9)} copies", f"{r.randint(1, 12)}:{r.randint(0, 59):02d} {r.choice(['am', 'pm', 'a.m.', 'p.m.'])}",
        f"- {r.randint(1, 99)} -", f"{r.randint(1, 9)}. {r.choice(['Copy', 'File', 'Stalin', 'Molotov', 'Secretary'])}",
        f"Despatch No. {n} of {r.choice(dates)}", f"\"{n}\"", f"{n}/{number(r)}", r.choice(dates), r.choice(dates)])


def technical_english(r, word):
    n = number(r)
    up = word.upper()
    return r.choice([f"({word})", f"\"{word}\"", f"{up}:", f"{up}-{n}", f"{r.choice('abcdef')}) {word};", f"{word}-{n}",
                     f"'{word}'", f"{r.randint(1, 9)}.{r.randint(1, 9)} {word.capitalize()}", f"{word}/{r.choice('ABCDE')}",
                     f"Mr. {word.capitalize()}", f"{r.choice('ABCDEFGHJKLMNPRSTW')}. {word.capitalize()},", f"{word}, Jr.",
                     f"{up} & {r.choice('ABCDE')}.", f"{word.capitalize()}'s"])


LANGUAGES = {
    "rus": (set("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя0123456789 .,:;!?()-\"'/№%+=*"),
            r"[А-Я\"(][^.!?]{20,180}[.!?]+", r"\b[а-я]{3,14}\b", office, technical),
    "eng": (set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;!?()-\"'/$%&"),
            r"[A-Z\"(][^.!?]{20,180}[.!?]+", r"\b[a-z]{3,14}\b", office_english, technical_english),
}


def prose(folder, sentence, letters, held_out):
    files = sorted(f for f in glob.glob(folder + "/*") if os.path.isfile(f) and not f.endswith((".dat", ".u8")))
    chosen = [f for i, f in enumerate(files) if (i % 9 == 8) == held_out]
    text = "\n".join(open(f, encoding="utf-8", errors="ignore").read() for f in chosen)
    for typed, signs in TYPED_AS.items():
        text = re.sub(f"[{signs}]", typed, text)
    rows = [row for row in text.split("\n") if not row.startswith(("#", "%", "\t\t--"))]
    found = re.findall(sentence, " ".join(rows))
    return [s for s in (re.sub(r"\s+", " ", s) for s in found) if set(s) <= letters]


def mixed(r, words, office_mark, technical_mark):
    """Words, capitals, numbers and marks in no order: nothing for a language model to lean on."""
    parts = []
    for _ in range(r.randint(4, 10)):
        word = r.choice(words)
        parts.append(r.choice([lambda: word, lambda: word, lambda: word.upper(), lambda: word.capitalize(),
                               lambda: office_mark(r), lambda: technical_mark(r, word)])())
    return " ".join(parts)


def main():
    language, phrases_path, folder, out, seed = sys.argv[1:6]
    letters, sentence, word_shape, office_mark, technical_mark = LANGUAGES[language]
    r = random.Random(int(seed))
    sentences = prose(folder, sentence, letters, len(sys.argv) > 6 and sys.argv[6] == "held-out")
    words = sorted({w for s in sentences for w in re.findall(word_shape, s)})
    phrases = [p.strip() for p in open(phrases_path, encoding="utf-8") if p.strip() and p[0] != "#"]
    makers = [
        (40, lambda: r.choice(sentences)),
        (14, lambda: r.choice(phrases)),
        (14, lambda: ", ".join(office_mark(r) for _ in range(r.randint(1, 4)))),
        (10, lambda: mixed(r, words, office_mark, technical_mark)),
        (8, lambda: " ".join(technical_mark(r, r.choice(words)) for _ in range(r.randint(2, 5)))),
        (6, lambda: r.choice(sentences).upper()),
        (3, lambda: spaced(r.choice(words).upper()) + r.choice(["", ".", ":"])),
        (2, lambda: r.choice(sentences).replace(" ", "", 1).replace(", ", ",")),
        (3, lambda: " ".join(r.choice(words) for _ in range(8))),
    ]
    weights = [w for w, _ in makers]
    with open(out, "w", encoding="utf-8") as file:
        for _ in range(24000):
            file.write(r.choices(makers, weights)[0][1]().strip() + "\n")


if __name__ == "__main__":
    main()
