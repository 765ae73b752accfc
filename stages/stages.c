/* stages.c - the only list of readers, stages and writers. One line a row; order is the order of work. */
#include "stages.h"

extern const Reader reader_tiff, reader_png, reader_jpeg;

extern const Stage stage_grey, stage_square, stage_border, stage_grain, stage_normalise, stage_binarise,
    stage_blank, stage_turn, stage_deskew, stage_specks, stage_ink, stage_rules, stage_lines, stage_upright,
    stage_marks, stage_notes, stage_tesseract, stage_steps, stage_case, stage_strange, stage_anew, stage_tidy,
    stage_doubts, stage_register, stage_fields, stage_coverage, stage_confidence;

extern const Stage stage_json, stage_csv, stage_alto, stage_text, stage_boxes, stage_overlay,
    stage_write_lines;

const Reader *const all_readers[] = {&reader_tiff, &reader_png, &reader_jpeg, NULL};

const Stage *const all_stages[] = {
    &stage_grey,   &stage_square,   &stage_border,     &stage_grain,  &stage_normalise, &stage_binarise,
    &stage_blank,  &stage_turn,     &stage_deskew,     &stage_specks, &stage_ink,       &stage_rules,
    &stage_lines,  &stage_upright,  &stage_marks,      &stage_notes,  &stage_tesseract, &stage_steps,
    &stage_case,   &stage_strange,  &stage_anew,       &stage_tidy,   &stage_doubts,    &stage_register,
    &stage_fields, &stage_coverage, &stage_confidence, NULL,
};

const Stage *const all_writers[] = {
    &stage_json, &stage_csv, &stage_alto, &stage_text, &stage_boxes, &stage_overlay, &stage_write_lines, NULL,
};
