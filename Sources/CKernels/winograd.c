#include <string.h>

#include "winograd_shared.h"

typedef ck_winograd_shape shape_t;

// Floats of transformed input that a worker has at a time, beside a panel of results in its second-level cache.
enum { CACHED_FLOATS = 1 << 18, MOST_TILES = 112 };

bool ck_winograd_suits_processor(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return true;
#endif
}

// Tiles of a strip: as many as fit, in equal shares.
static ptrdiff_t strip_tiles(const shape_t *s) {
  ptrdiff_t fitting = CACHED_FLOATS / (CK_TILE_CELLS * tile_floats(s) * s->kernel_depth) / CK_MOST_ROWS * CK_MOST_ROWS;
  ptrdiff_t most = ck_least(ck_greatest(fitting, 2 * CK_MOST_ROWS), MOST_TILES);
  ptrdiff_t tiles = tile_count(s), strips = ck_ceiling(tiles, most);
  // Without a first axis to divide, every worker should have as many strips as the others.
  if (s->result[0] == 1) strips = ck_least(ck_ceiling(strips, s->workers) * s->workers, tiles);
  return ck_ceiling(tiles, strips);
}

// Results along the first axis in one piece: pieces begin by transforming inputs that their neighbours transform, too.
static ptrdiff_t piece_depth(const shape_t *s) {
  ptrdiff_t strips = ck_ceiling(tile_count(s), strip_tiles(s)), wanted = 2 * s->workers;
  if (s->result[0] == 1 || strips >= wanted) return s->result[0];
  ptrdiff_t pieces = ck_least(ck_ceiling(wanted, strips), ck_ceiling(s->result[0], 4));
  return ck_ceiling(s->result[0], pieces);
}

size_t ck_winograd_weight_count(const shape_t *s) {
  return (size_t)(panel_count(s) * CK_TILE_CELLS * cell_weights(s));
}

static ptrdiff_t worker_scratch(const shape_t *s) {
  ptrdiff_t tiles = strip_tiles(s);
  return CK_TILE_CELLS * (s->kernel_depth * plane_floats(s, tiles) + tiles * CK_PANEL_WIDTH);
}

size_t ck_winograd_scratch_count(const shape_t *s) {
  return ck_shares_strips(s) ? ck_shared_scratch_count(s) : (size_t)(s->workers * worker_scratch(s));
}

ptrdiff_t ck_winograd_pass_count(const shape_t *s) { return ck_shares_strips(s) ? ck_shared_pass_count(s) : 1; }

void ck_winograd_pack_weights(const shape_t *s, const float *weights, float *packed) {
  memset(packed, 0, ck_winograd_weight_count(s) * sizeof *packed);
  ptrdiff_t cell = cell_weights(s);
  for (ptrdiff_t o = 0; o < s->results; ++o)
    for (ptrdiff_t c = 0; c < s->channels; ++c)
      for (ptrdiff_t d = 0; d < s->kernel_depth; ++d, weights += 9) {
        double u[CK_TILE_CELLS];
        ck_filter_points(weights, u);
        float *to = packed + o / CK_PANEL_WIDTH * CK_TILE_CELLS * cell
            + (d * s->channels + c) * CK_PANEL_WIDTH + o % CK_PANEL_WIDTH;
        for (int i = 0; i < CK_TILE_CELLS; ++i) to[i * cell] = (float)u[i];
      }
}

CK_CLONES static void run_strip(const shape_t *s, const struct strip *strip, const float *const *x, const float *packed,
                                const struct results *results, ptrdiff_t begin, ptrdiff_t end) {
  ptrdiff_t next = ck_greatest(0, begin - s->pad_before[0]);
  for (ptrdiff_t depth = begin; depth < end; ++depth) {
    ptrdiff_t past = ck_least(s->source[0], depth - s->pad_before[0] + s->kernel_depth);
    for (; next < past; ++next)
      for (ptrdiff_t t = 0; t < strip->tiles; ++t)
        transform_tile(s, x, place_of(s, strip->first + t), next, slot(s, strip, next) + t * tile_floats(s),
                       strip->plane);
    for (ptrdiff_t panel = 0; panel < panel_count(s); ++panel) {
      for (int cell = 0; cell < CK_TILE_CELLS; ++cell) multiply_cell(s, strip, packed, panel, cell, depth, NULL);
      const struct panel_results own = results_of(s, results, panel);
      for (ptrdiff_t t = 0; t < strip->tiles; ++t)
        store_tile(s, strip->products + t * CK_PANEL_WIDTH, strip->tiles * CK_PANEL_WIDTH,
                   place_of(s, strip->first + t), depth, &own);
    }
  }
}

// The share of one worker when every worker has strips of its own.
static void run_own_strips(const shape_t *s, const float *const *x, const float *packed,
                           const struct results *results, float *scratch, ptrdiff_t worker) {
  ptrdiff_t tiles = tile_count(s), most = strip_tiles(s), depth = piece_depth(s);
  ptrdiff_t divisions = ck_ceiling(s->result[0], depth), pieces = ck_ceiling(tiles, most) * divisions;
  float *own = scratch + worker * worker_scratch(s);
  for (ptrdiff_t i = pieces * worker / s->workers; i < pieces * (worker + 1) / s->workers; ++i) {
    ptrdiff_t first = i / divisions * most, low = i % divisions * depth, count = ck_least(most, tiles - first);
    ptrdiff_t plane = plane_floats(s, count);
    struct strip strip = {first, count, plane, own, own + s->kernel_depth * CK_TILE_CELLS * plane};
    run_strip(s, &strip, x, packed, results, low, ck_least(s->result[0], low + depth));
  }
}

void ck_winograd(const shape_t *s, const float *const *x, const float *packed, const float *bias, const float *known,
                 float *const *y, float *scratch, ptrdiff_t pass, ptrdiff_t worker) {
  ptrdiff_t count = s->batch * s->result[0] * s->result[1] * s->result[2] * s->results;
  const struct results results = {
      .bias = bias,
      .known = s->gate.kind == CK_OPEN ? NULL : known,
      .known_end = s->gate.kind == CK_OPEN ? NULL : known + count,
      .y = y,
  };
  if (ck_shares_strips(s))
    ck_shared_pass(s, x, packed, &results, scratch, pass, worker);
  else
    run_own_strips(s, x, packed, &results, scratch, worker);
}
