/* words.c - the codes of a record in words. */
#include "words.h"
#include <string.h>

const CodeWords code_words[] = {
    {"issuer", "Issuer", "Ведомство"},
    {"department", "Department", "Отдел"},
    {"form_number", "Form number", "Номер бланка"},
    {"classification", "Classification", "Гриф"},
    {"copying_notice", "Copying notice", "О снятии копий"},
    {"outgoing_number", "Outgoing number", "Исходящий номер"},
    {"special_number", "Special number", "Специальный номер"},
    {"received_at", "Received", "Получена"},
    {"sent_at", "Sent", "Отправлена"},
    {"destination", "Destination", "Куда"},
    {"addressee", "Addressee", "Кому"},
    {"copy_number", "Copy number", "Экземпляр"},
    {"precedence", "Precedence", "Срочность"},
    {"reply_to_number", "In reply to", "На номер"},
    {"body", "Text", "Текст"},
    {"sender", "Sender", "Отправитель"},
    {"signatory", "Signatory", "Подписал"},
    {"typist_note", "Typist’s note", "Отметка машинистки"},
    {"certification", "Certification", "Заверено"},
    {"copies_to", "Copies to", "Копии"},
    {"registration_note", "Registration note", "Регистрационная помета"},
    {"date", "Date", "Дата"},
    {"r_low_confidence", "the reading is unsure", "чтение неуверенно"},
    {"r_readings_differ", "looks at the same place read different values",
     "два чтения этого места расходятся"},
    {"r_zone_unreadable", "nothing that was read there is a value of this kind",
     "ничего подходящего там не прочитано"},
    {"r_not_in_list", "nearly a known value, and none of them", "похоже на известное значение, но не оно"},
    {"r_missing", "the form has this field; nothing was found in its place",
     "на бланке это поле есть; на его месте ничего не найдено"},
    {"r_handwriting", "written by hand: the value is a suggestion",
     "написано от руки: значение предположительное"},
    {"r_ink_over_text", "pen or stamp crosses the type", "поверх текста прошли перо или штамп"},
    {"r_letter_ink_over_text", "pen or stamp crosses the type", "поверх текста прошли перо или штамп"},
    {"r_no_promise", "too little is known of how often such a field errs",
     "мало данных о том, как часто такое поле ошибочно"},
    {"r_uncalibrated", "read with settings that were not measured",
     "прочитано с настройками, которые не проверялись"},
    {"r_unlike_fitted", "a page unlike those that were measured", "страница не похожа на проверенные"},
    {"r_promise_withdrawn", "this batch looks worse than what was measured", "эта партия хуже проверенных"},
    {"r_letter_unsure", "no printed form, and too little tells that the page is a letter",
     "не бланк, и не ясно, письмо ли эта страница"},
    {"r_unsure", "a person looked and was not sure", "проверявший не был уверен"},
    {"r_illegible", "a person could not read it", "проверявший не смог прочесть"},
    {"r_not_this_field", "a person found that this is not the field",
     "проверявший счёл, что это другое поле"},
    {"r_audit", "random spot check", "случайная выборочная проверка"},
    {"r_double", "read by two persons", "читают двое"},
    {"r_rule_failed", "contradicts another field, by this rule of the form",
     "противоречит другому полю по правилу бланка"},
    {"received-before-sent", "received before it was sent", "получена не позже отправки"},
    {"sent-soon", "sent soon after it was received", "отправлена вскоре после получения"},
    {"typed-that-day", "typed on that day", "отпечатана в тот же день"},
    {"copies", "as many copies as names", "экземпляров столько же, сколько адресатов"},
    {"form-number", "the number of the form", "номер бланка"},
    {"outgoing-rises", "outgoing numbers rise with the date", "исходящие номера растут с датой"},
    {"special-rises", "special numbers rise with the date", "специальные номера растут с датой"},
    {"handwriting", "handwriting", "от руки"},
    {"signature", "signature", "подпись"},
    {"stamp", "stamp", "штамп"},
    {"underline", "underline", "подчёркивание"},
    {"strike", "strike-out", "вычёркивание"},
    {"margin", "margin mark", "помета на полях"},
    {"d_confirm", "confirmed", "подтверждено"},
    {"d_edit", "corrected", "исправлено"},
    {"d_override", "kept against the rule", "оставлено вопреки правилу"},
    {"d_undo", "taken back", "отменено"},
    {"d_first", "first reading", "первое чтение"},
    {"d_second", "second reading", "второе чтение"},
    {"d_arbiter", "settled", "решено"},
    {0},
};

const char *
words_of_reason(const char *reason)
{
    gsize length = strcspn(reason, ":");
    for (const CodeWords *row = code_words; row->code; row++)
        if (g_str_has_prefix(row->code, "r_") && strlen(row->code + 2) == length &&
            strncmp(row->code + 2, reason, length) == 0)
            return row->english;
    return NULL;
}
