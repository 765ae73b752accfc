// text.js - every word of the page itself: English|Russian, or code|English|Russian. {…} is filled in by t().
import {ask, browser} from './api.js';

const TABLE = `
Fields|Поля
Groups|Группы
Pages|Страницы
Русский|English
Reviewer|Проверяет
signed|Your name stands beside each decision.|Имя стоит при каждом решении.
Begin|Начать
Order|Порядок
by expected loss|по ущербу
by page|по страницам
Field|Поле
Form|Бланк
Reason|Причина
all|все
{n} left|осталось {n}
{n} done|готово {n}
{n} yours|ваших {n}
{n} spot checks|выборочных {n}
{n} to settle|спорных {n}
{n} a minute|{n} в минуту
time|about {n} min to go|ещё около {n} мин
seeds|planted errors noticed: {caught} of {seeds}|замечено подложенных ошибок: {caught} из {seeds}
saved|all saved|всё сохранено
saving|saving {n}|сохраняется: {n}
not_saved|not saved: {n}|не сохранено: {n}
away|Not saved: no answer. It is kept and sent again; Enter tries now.|Не сохранено: нет ответа. Уйдёт само; Enter — сейчас.
token|Not saved: open the address “verno review” printed last.|Не сохранено: откройте последний адрес от «verno review».
failed|It did not work: {why}|Не получилось: {why}
One moment…|Минуту…
end|Nothing waits here.|Здесь ничего не ждёт.
taken|Others have the rest.|Остальное у других.
On the paper|На бумаге
nowhere|Found nowhere: the whole page|Не найдено: вся страница
Confidence|Уверенность
sure|уверенно
fairly sure|почти уверенно
doubtful|сомнительно
very doubtful|очень сомнительно
As typed|Напечатано
As meant|Значит
nothing|ничего
none|Nothing was read. Enter agrees.|Ничего не прочитано. Enter — там и правда пусто.
second reading|второе чтение
learnt here|из правок
blind|Read it afresh: no other reading is shown.|Прочтите заново: других чтений не видно.
differ|Two reviewers differ: which is right?|Двое прочли по-разному: что верно?
empty|Type what you read.|Впечатайте прочитанное.
list|One entry a line; Shift+Enter: a new line.|По одному в строке; Shift+Enter — новая.
unseen|With unseen characters:|С невидимыми знаками:
means {value}|значит {value}
invalid|Not right here: {why}.|Не годится: {why}.
again|Enter again keeps it.|Ещё раз Enter — оставить.
no known value|значение новое
alike|Latin in a Cyrillic word: {letters}|Латиница в русском слове: {letters}
accept|Accept|Принять
unsure|Unsure|Не уверен
illegible|Illegible|Неразборчиво
absent|Not on the form|Нет на бланке
other|Not this field|Не то поле
undo|Undo|Отменить
history|History|История
page|Whole page|Вся страница
When|Когда
Decision|Решение
Was|Было
Becomes|Стало
Seconds|Секунд
Taken back: {n}.|Отменено решений: {n}.
no_undo|Nothing to take back.|Отменять нечего.
seed|A planted error {how}: “{planted}” for “{right}”.|Подложенная ошибка {how}: «{planted}» вместо «{right}».
noticed|замечена
slipped through|пропущена
leased|{who} has that field now.|То поле сейчас у {who}.
Decided by two|Решено дважды
first|{who} was first; nothing is overwritten.|Раньше: {who}; ничего не стёрто.
Yours|Ваше
theirs|Keep theirs|Оставить чужое
mine|Save mine over it|Записать моё
Larger|Крупнее
Smaller|Мельче
Turn|Повернуть
Close|Закрыть
Previous|Назад
Next|Дальше
Show fields|Показать поля
lines|Arrows walk, Enter corrects a line, Esc leaves it.|Стрелки — ходить, Enter — исправить строку, Esc — оставить.
Line|Строка
{what} saved.|{what}: сохранено.
Annotations|Пометы
Annotation|Помета
Kind|Вид
Text|Текст
Save|Сохранить
Remove|Убрать
Restore|Вернуть
removed|убрана
box drawn anew|обведена заново
Draw its box|Обвести
Add one|Добавить
draw|Draw it; or arrows move, Shift+arrows size, Enter takes, Esc gives up.|Обведите; или стрелки двигают, с Shift — меняют размер, Enter — взять, Esc — бросить.
Waiting|Ждут
Page|Страница
value|by value|по значению
shape|by shape of a digit|по начертанию цифры
group|Arrows walk, Space marks odd ones, Enter confirms the rest.|Стрелки — ходить, пробел — отметить чужие, Enter — подтвердить остальные.
odd|чужое
rest|Confirm the rest|Подтвердить остальные
confirmed|{n} confirmed at once, {odd} odd, {others} by others. Ctrl+Z takes them back.|Подтверждено: {n}, чужих: {odd}, другими: {others}. Ctrl+Z отменяет.
odd_ones|Check the odd ones|Проверить чужие
`;
const words = new Map();
let at = 0; // the language: 0 English, 1 Russian

const learn = (rows) => rows.forEach((row) => words.set(row[0], row));

learn(TABLE.trim().split('\n').map((row) => row.split('|')));

// What the codes of a record mean, the server tells.
export const codesKnown = ask('/api/words').then((answer) => learn(answer.words), () => {});

export const otherLanguage = () => (at ? 'en' : 'ru');

export function setLanguage(code) {
	at = code === 'ru' ? 1 : 0;
	document.documentElement.lang = at ? 'ru' : 'en';
	browser.set('language', document.documentElement.lang);
}

// Without a word for it, the key itself.
export const t = (key, values) => (words.get(key)?.at(at - 2) ?? key).replace(/\{(\w+)\}/g, (whole, name) => values?.[name] ?? whole);

export function reasonInWords(code) {
	const [kind, rule] = code.split(':');
	const text = words.has(`r_${kind}`) ? t(`r_${kind}`) + (rule ? `: ${t(rule)}` : '') : code;
	return text.charAt(0).toUpperCase() + text.slice(1);
}

export const decisionInWords = (code) => t(words.has(`d_${code}`) ? `d_${code}` : code);
