#include "fused_panels.h"

typedef ck_pointwise_shape shape_t;

// Pixels of a piece: they stay in the nearer caches while they are multiplied with one panel after the other.
enum { PIECE_PIXELS = 4 * CK_MOST_ROWS };

static ptrdiff_t panel_count(const shape_t *s) { return ck_ceiling(s->results, CK_PANEL_WIDTH); }

ptrdiff_t ck_pointwise_piece_count(const shape_t *s) { return ck_ceiling(s->pixels, PIECE_PIXELS) * panel_count(s); }

CK_CLONES void ck_pointwise(const shape_t *s, const float *x, const float *packed, const float *bias,
                            const float *known, float *y, ptrdiff_t begin, ptrdiff_t end) {
  ptrdiff_t panels = panel_count(s), channels = s->channels, results = s->results;
  bool gated = s->gate.kind != CK_OPEN;
  for (ptrdiff_t piece = begin; piece < end; ++piece) {
    ptrdiff_t pixel = piece / panels * PIECE_PIXELS, column = piece % panels * CK_PANEL_WIDTH;
    ptrdiff_t pixels = ck_least(PIECE_PIXELS, s->pixels - pixel), offset = pixel * results + column;
    const struct ck_terms terms = {
        1, channels, channels, .x = {x + pixel * channels}, .panel = {packed + column * channels}};
    const struct ck_target target = {
        .start = bias ? bias + column : NULL,
        .activation = s->activation,
        .y = y + offset,
        .y_row = results,
        .columns = ck_least(CK_PANEL_WIDTH, results - column),
        // Of several panels, nothing may be written into the others' columns.
        .end = y + (panels == 1 ? offset + pixels * results : 0),
        .known = gated ? known + offset : NULL,
        .known_end = gated ? known + s->pixels * results : NULL,
        .gate = s->gate,
    };
    ck_fused_rows(&terms, pixels, &target);
  }
}
