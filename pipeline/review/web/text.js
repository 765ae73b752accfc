// text.js - every word the page shows: key|English|Russian. {…} is filled in by t(). n_: fields, r_: reasons, rule_: rules of
// the forms, d_: decisions, k_: kinds of annotations.
import {store} from './keep.js';

const TABLE = `
fields|Field by field|По полям
groups|Groups|Группы
pages|Pages|Страницы
views|Views|Разделы
language|Русский|English
who|Reviewer|Проверяет
who_ask|Who reviews?|Кто проверяет?
who_why|Your name stands beside each decision.|Ваше имя записывается при каждом решении.
begin|Begin|Начать
filters|Order and filters|Порядок и отбор
order|Order|Порядок
order_loss|greatest expected loss|по ожидаемому ущербу
order_page|page by page|по страницам
name|Field|Поле
form|Form|Бланк
reason|Reason|Причина
all|all|все
progress|Progress|Ход работы
left|{n} left|осталось {n}
done|{n} done|готово {n}
mine|{n} yours|ваших {n}
audit_left|{n} spot checks|выборочных {n}
to_arbitrate|{n} to settle|спорных {n}
rate|{n} a minute|{n} в минуту
time_left|about {n} min to go|ещё около {n} мин
seeds|planted errors noticed: {caught} of {seeds}|замечено подложенных ошибок: {caught} из {seeds}
saved|all saved|всё сохранено
saving|saving {n}|сохраняется: {n}
not_saved|not saved: {n}|не сохранено: {n}
away|Not saved: the server does not answer. Your input is kept and sent once it is back; Enter tries now.|Не сохранено: сервер не отвечает. Введённое не пропадёт и уйдёт, когда он вернётся; Enter — сейчас.
token|Not saved: open the address that “verno review” printed last.|Не сохранено: откройте последний адрес от «verno review».
back|The server is back; all is saved.|Сервер снова отвечает, всё сохранено.
failed|It did not work: {why}|Не получилось: {why}
loading|One moment…|Минуту…
all_done|Nothing waits here any more.|Здесь больше ничего не ждёт.
all_taken|Others are working on the rest.|Остальное сейчас у других.
crop|The field on the paper|Поле на бумаге
crop_page|Found nowhere: the whole page|Не найдено: страница целиком
page_of|{path}, page {n}|{path}, страница {n}
why_here|Why it is here|Почему здесь
confidence|Confidence|Уверенность
sure|sure|уверенно
fairly|fairly sure|почти уверенно
doubtful|doubtful|сомнительно
very_doubtful|very doubtful|очень сомнительно
raw|As typed|Как напечатано
value|As meant|Что значит
nothing|nothing|ничего
nothing_read|Nothing was read. Enter alone agrees that there is nothing.|Ничего не прочитано. Один Enter — там и правда пусто.
alternatives|Other readings|Другие чтения
from_machine|second reading|второе чтение
from_learnt|learnt here|из прежних правок
blind|Read it afresh: two people type this field unseen by each other and the machine.|Прочтите заново: двое впечатывают это поле, не видя чтения машины и друг друга.
arbitration|Two reviewers differ: choose, or type the right reading.|Двое прочли по-разному: выберите или впечатайте верное.
empty|Type what you read, or press one of the keys below.|Впечатайте прочитанное или нажмите одну из клавиш ниже.
list_hint|One entry a line; Shift+Enter: a new line.|По одному в строке; Shift+Enter — новая строка.
unseen|With unseen characters:|С невидимыми знаками:
valid|means {value}|значит {value}
invalid|Not right here: {why}|Не годится: {why}
invalid_again|Not right here: {why}. Enter again keeps it.|Не годится: {why}. Ещё раз Enter — оставить.
look_alikes|Latin letters in a Cyrillic word: {letters}|Латинские буквы в русском слове: {letters}
accept|Accept|Принять
unsure|Unsure|Не уверен
illegible|Illegible|Неразборчиво
absent|Not on the form|Нет на бланке
other|Not this field|Не то поле
undo|Undo|Отменить
history|History|История
whole_page|Whole page|Вся страница
history_none|No decision yet.|Решений ещё нет.
at|When|Когда
by|Who|Кто
decision|Decision|Решение
was|Was|Было
becomes|Becomes|Стало
seconds|Seconds|Секунд
d_confirm|confirmed|подтверждено
d_edit|corrected|исправлено
d_override|kept against the rule|оставлено вопреки правилу
d_undo|taken back|отменено
decided|{label}: {decision}.|{label}: {decision}.
undone|Taken back: {n}.|Отменено решений: {n}.
undo_none|Nothing to take back.|Отменять нечего.
seed_caught|This error was planted, and you noticed it: “{planted}” for “{right}”.|Ошибка была подложена, и вы её заметили: «{planted}» вместо «{right}».
seed_missed|This error was planted and slipped through: “{planted}” for “{right}”.|Подложенная ошибка пропущена: «{planted}» вместо «{right}».
leased|{who} is working on that field.|То поле сейчас у {who}.
conflict|Decided by two|Решено дважды
conflict_why|{who} has decided it meanwhile. Nothing was overwritten.|{who} тем временем решил(а) это поле. Ничего не перезаписано.
theirs|{who}’s: |{who}: 
yours|Yours: |Ваше: 
keep_theirs|Keep theirs|Оставить чужое
keep_mine|Save mine over it|Записать моё
zoom_in|Larger|Крупнее
zoom_out|Smaller|Мельче
rotate|Turn|Повернуть
close|Close|Закрыть
facsimile|Facsimile|Факсимиле
transcript|Transcript|Текст
previous|Previous page|Предыдущая
next|Next page|Следующая
zones|Show fields|Показать поля
lines_hint|Arrows: words and lines. Enter: correct the line. Esc: leave it.|Стрелки — слова и строки, Enter — исправить, Esc — оставить.
line|Line {n}|Строка {n}
line_saved|Line {n} saved.|Строка {n} сохранена.
annotations|Annotations|Пометы
annotation|Annotation {n}|Помета {n}
kind|Kind|Вид
text|Text|Текст
save|Save|Сохранить
remove|Remove|Убрать
restore|Restore|Вернуть
removed|removed|убрана
draw|Draw its box|Обвести
add|Add one|Добавить
draw_hint|Draw a box, or: arrows move it, Shift+arrows size it, Enter takes it, Esc gives up.|Обведите место, или: стрелки двигают, Shift+стрелки меняют размер, Enter — взять, Esc — бросить.
annotation_saved|Annotation saved.|Помета сохранена.
waiting|waiting|ждут
page|Page|Страница
k_handwriting|handwriting|от руки
k_signature|signature|подпись
k_stamp|stamp|штамп
k_underline|underline|подчёркивание
k_strike|strike-out|вычёркивание
k_margin|margin mark|помета на полях
by_value|by value|по значению
by_shape|by shape of a digit|по начертанию цифры
group_of|{n} of “{what}”|«{what}»: {n}
group_none|No groups of two or more.|Групп из двух и более нет.
group_hint|Arrows move, Space marks the odd ones, Enter confirms the rest.|Стрелки — ходить, пробел — отметить чужие, Enter — подтвердить остальные.
odd|odd|чужое
group_confirm|Confirm the rest|Подтвердить остальные
group_done|{n} confirmed at once, {odd} odd. Ctrl+Z takes them back.|Подтверждено разом: {n}, чужих: {odd}. Ctrl+Z отменяет.
group_conflicts|{n} were decided by others meanwhile.|Решено другими: {n}.
group_end|This group is done.|Эта группа закончена.
group_odd|Check the odd ones|Проверить чужие
group_all|All groups|Все группы
d_first|first reading|первое чтение
d_second|second reading|второе чтение
d_arbiter|settled|решено
n_issuer|Issuer|Ведомство
n_department|Department|Отдел
n_form_number|Form number|Номер бланка
n_classification|Classification|Гриф
n_copying_notice|Copying notice|О снятии копий
n_outgoing_number|Outgoing number|Исходящий номер
n_special_number|Special number|Специальный номер
n_received_at|Received|Получена
n_sent_at|Sent|Отправлена
n_destination|Destination|Куда
n_addressee|Addressee|Кому
n_copy_number|Copy number|Экземпляр
n_precedence|Precedence|Срочность
n_reply_to_number|In reply to|На номер
n_body|Text|Текст
n_sender|Sender|Отправитель
n_signatory|Signatory|Подписал
n_typist_note|Typist’s note|Отметка машинистки
n_certification|Certification|Заверено
n_copies_to|Copies to|Копии
n_registration_note|Registration note|Регистрационная помета
n_date|Date|Дата
r_low_confidence|The reading is unsure|Чтение неуверенно
r_readings_differ|Two readings of this place differ|Два чтения этого места расходятся
r_zone_unreadable|Nothing of this kind could be read there|Ничего подходящего там не прочитано
r_not_in_list|Nearly a known value, but none of them|Похоже на известное значение, но не оно
r_missing|Nothing was found in its place|На его месте ничего не найдено
r_handwriting|Written by hand: the value is a guess|Написано от руки: значение предположительное
r_letter_ink_over_text|Pen or stamp crosses the type|Поверх текста прошли перо или штамп
r_no_promise|Too little is known of how often such a field errs|Мало данных о том, как часто такое поле ошибочно
r_uncalibrated|Read with settings that were not measured|Прочитано с настройками, которые не проверялись
r_unlike_fitted|A page unlike those that were measured|Страница не похожа на проверенные
r_promise_withdrawn|This batch looks worse than what was measured|Эта партия хуже проверенных
r_illegible|A reviewer could not read it|Проверявший не смог прочесть
r_not_this_field|A reviewer found that it is another field|Проверявший счёл, что это другое поле
r_letter_unsure|It is not sure that this page is a letter|Не ясно, письмо ли эта страница
r_audit|Random spot check|Случайная выборочная проверка
r_double|Read by two reviewers|Читают двое
r_ink_over_text|Pen or stamp crosses the type|Поверх текста прошли перо или штамп
r_unsure|A reviewer was unsure|Проверявший не был уверен
r_rule_failed|Contradicts another field, by the rule “{rule}”|Противоречит другому полю по правилу «{rule}»
rule_received-before-sent|received before it was sent|получена не позже отправки
rule_sent-soon|sent soon after it was received|отправлена вскоре после получения
rule_typed-that-day|typed on that day|отпечатана в тот же день
rule_copies|as many copies as names|экземпляров столько же, сколько адресатов
rule_form-number|the number of the form|номер бланка
rule_outgoing-rises|outgoing numbers rise with the date|исходящие номера растут с датой
rule_special-rises|special numbers rise with the date|специальные номера растут с датой
`;
const words = Object.fromEntries(TABLE.trim().split('\n').map((row) => row.split('|')).map(([key, ...row]) => [key, row]));
export const LANGUAGES = ['en', 'ru'];
let at = 0;

export const language = () => LANGUAGES[at];

export function setLanguage(code) {
	at = Math.max(0, LANGUAGES.indexOf(code));
	store(localStorage).set('language', language());
	document.documentElement.lang = language();
}

// Without a word for it, the key itself.
export const t = (key, values) => words[key]?.[at].replace(/\{(\w+)\}/g, (whole, name) => values?.[name] ?? whole) ?? key;

export const nameInWords = (name) => words[`n_${name}`]?.[at] ?? name;

export function reasonInWords(code) {
	const [kind, rule] = code.split(':');
	return words[`r_${kind}`] ? t(`r_${kind}`, {rule: words[`rule_${rule}`]?.[at] ?? rule}) : code;
}

// What was decided: three of the decisions are called as their buttons are.
export const decisionInWords = (code) => words[`d_${code}`]?.[at] ?? t(code);
