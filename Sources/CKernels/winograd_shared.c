#include "winograd_shared.h"

typedef ck_winograd_shape shape_t;

// Floats of transformed weights from which they are read once for a strip of all workers rather than once for each strip of
// each; and floats of transformed inputs and products of such a strip, which stay in the third-level cache.
enum { SHARED_WEIGHTS = 2000000, SHARED_FLOATS = 1 << 22, PHASES = 3 };

bool ck_shares_strips(const shape_t *s) {
  return s->source[0] == 1 && s->result[0] == 1 && s->kernel_depth == 1
      && panel_count(s) * CK_TILE_CELLS * cell_weights(s) >= SHARED_WEIGHTS;
}

static ptrdiff_t panel_products(ptrdiff_t tiles) { return CK_TILE_CELLS * tiles * CK_PANEL_WIDTH; }

// Tiles of a strip, in equal shares.
static ptrdiff_t strip_tiles(const shape_t *s) {
  ptrdiff_t tile = CK_TILE_CELLS * (tile_floats(s) + panel_count(s) * CK_PANEL_WIDTH), tiles = tile_count(s);
  ptrdiff_t most = ck_greatest(2 * CK_MOST_ROWS, SHARED_FLOATS / tile);
  return ck_ceiling(tiles, ck_ceiling(tiles, most));
}

size_t ck_shared_scratch_count(const shape_t *s) {
  ptrdiff_t tiles = strip_tiles(s);
  return (size_t)(CK_TILE_CELLS * plane_floats(s, tiles) + panel_count(s) * panel_products(tiles));
}

ptrdiff_t ck_shared_pass_count(const shape_t *s) { return PHASES * ck_ceiling(tile_count(s), strip_tiles(s)); }

CK_CLONES static void transform(const shape_t *s, const struct strip *strip, const float *const *x, ptrdiff_t begin,
                                ptrdiff_t end) {
  for (ptrdiff_t t = begin; t < end; ++t)
    transform_tile(s, x, place_of(s, strip->first + t), 0, strip->ring + t * tile_floats(s), strip->plane);
}

// Units are panels of a cell, cell after cell: a cell's inputs are in the second-level cache for all its panels.
CK_CLONES static void multiply(const shape_t *s, const struct strip *strip, const float *packed, ptrdiff_t begin,
                               ptrdiff_t end) {
  ptrdiff_t panels = panel_count(s);
  for (ptrdiff_t unit = begin; unit < end; ++unit) {
    struct strip own = *strip;
    own.products += unit % panels * panel_products(strip->tiles);
    ptrdiff_t next = ck_least(unit + 1, end - 1);
    multiply_cell(s, &own, packed, unit % panels, (int)(unit / panels), 0,
                  cell_panel(s, packed, next % panels, next / panels));
  }
}

CK_CLONES static void store(const shape_t *s, const struct strip *strip, const struct results *results, ptrdiff_t begin,
                            ptrdiff_t end) {
  ptrdiff_t plane = strip->tiles * CK_PANEL_WIDTH;
  for (ptrdiff_t t = begin; t < end; ++t)
    for (ptrdiff_t panel = 0; panel < panel_count(s); ++panel) {
      const struct panel_results own = results_of(s, results, panel);
      store_tile(s, strip->products + panel * panel_products(strip->tiles) + t * CK_PANEL_WIDTH, plane,
                 place_of(s, strip->first + t), 0, &own);
    }
}

void ck_shared_pass(const shape_t *s, const float *const *x, const float *packed, const struct results *results,
                    float *scratch, ptrdiff_t pass, ptrdiff_t worker) {
  ptrdiff_t most = strip_tiles(s), first = pass / PHASES * most, tiles = ck_least(most, tile_count(s) - first);
  ptrdiff_t plane = plane_floats(s, tiles);
  const struct strip strip = {first, tiles, plane, scratch, scratch + CK_TILE_CELLS * plane};
  ptrdiff_t count = pass % PHASES == 1 ? CK_TILE_CELLS * panel_count(s) : tiles;
  ptrdiff_t begin = count * worker / s->workers, end = count * (worker + 1) / s->workers;
  switch (pass % PHASES) {
    case 0: transform(s, &strip, x, begin, end); break;
    case 1: multiply(s, &strip, packed, begin, end); break;
    default: store(s, &strip, results, begin, end);
  }
}
