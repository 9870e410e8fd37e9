#ifndef CHAFF_FUSED_PANELS_H
#define CHAFF_FUSED_PANELS_H
#include "CKernels.h"
#include "clones.h"

// Products with a matrix packed into panels of 32 columns, by fused multiply-adds. Each result is summed in the order of
// the terms, whatever the number of rows is: a row does not depend on its company.

// Vectors are handed to functions that are inlined into each copy of a CK_CLONES function, so no copy calls another's.
#pragma clang diagnostic ignored "-Wpsabi"

enum { CK_MOST_ROWS = 14, CK_MOST_TERMS = 49 };

CK_INLINE ptrdiff_t ck_ceiling(ptrdiff_t a, ptrdiff_t b) { return (a + b - 1) / b; }

// left + factor · right in one rounding.
CK_INLINE ck_lanes ck_plus(ck_lanes left, float factor, ck_lanes right) {
  return __builtin_elementwise_fma((ck_lanes)factor, right, left);
}

CK_INLINE ck_lanes ck_activated(ck_lanes y, ck_activation activation) {
  if (activation.kind == CK_RECTIFY) {
    ck_lanes below = activation.alpha * y;
    return y > 0.0f ? y : below;
  }
  if (activation.kind == CK_LIMIT) {
    ck_lanes least = activation.alpha, greatest = activation.beta;
    y = y < least ? least : y;
    return y > greatest ? greatest : y;
  }
  return y;
}

CK_INLINE ck_lanes ck_gated(ck_lanes y, ck_lanes known, ck_gate gate) {
  if (gate.kind == CK_POSITIVE) return known > 0.0f ? y : 0.0f;
  ck_lane_mask between = (known > gate.alpha) & (known < gate.beta);
  return between ? y : 0.0f;
}

// A vector of which `count` lanes matter, read no further than `end`.
CK_INLINE ck_lanes ck_load(const float *from, const float *end, ptrdiff_t count) {
  if (end - from >= CK_LANES) return *(const ck_lanes *)from;
  ck_lanes value = 0.0f;
  for (ptrdiff_t lane = 0; lane < count && lane < CK_LANES; ++lane) value[lane] = from[lane];
  return value;
}

// The first `count` lanes, a multiple of 4.
CK_INLINE void ck_store(ck_lanes value, ptrdiff_t count, float *to) {
  typedef float quarter __attribute__((ext_vector_type(4), aligned(4)));
  if (count >= CK_LANES) {
    *(ck_lanes *)to = value;
    return;
  }
  *(quarter *)to = __builtin_shufflevector(value, value, 0, 1, 2, 3);
  if (count > 4) *(quarter *)(to + 4) = __builtin_shufflevector(value, value, 4, 5, 6, 7);
  if (count > 8) *(quarter *)(to + 8) = __builtin_shufflevector(value, value, 8, 9, 10, 11);
}

// Where the sums of a panel begin and go: `start` [32] is added to, unless it is null; `columns` of them are stored, a
// multiple of 4 unless `end` is set.
struct ck_target {
  const float *start;
  ck_activation activation;
  float *y;
  ptrdiff_t y_row, columns;
  // Where the memory ends that is written in the order of rows: whole vectors may be stored up to there, because what they
  // cover beyond a row is written later. Null: nothing is written beside the columns.
  float *end;
  // What the gate looks at, arranged as y, and where it ends; null: it is open.
  const float *known, *known_end;
  ck_gate gate;
};

// Σ over terms of x[term] · panel[term]: matrices of `depth` columns and rows. `ahead` is a panel that is needed next.
struct ck_terms {
  ptrdiff_t count, depth, x_row;
  const float *x[CK_MOST_TERMS], *panel[CK_MOST_TERMS], *ahead;
};

// One vector of a row's results, of which `count` lanes are there.
CK_INLINE void ck_store_result(ck_lanes value, ptrdiff_t offset, ptrdiff_t count, const struct ck_target *target) {
  float *to = target->y + offset;
  value = ck_activated(value, target->activation);
  if (target->known) value = ck_gated(value, ck_load(target->known + offset, target->known_end, count), target->gate);
  if (!target->end) ck_store(value, count, to);
  else if (count >= CK_LANES || target->end - to >= CK_LANES) *(ck_lanes *)to = value;
  else {
    if (count >= 4) ck_store(value, count / 4 * 4, to);
    for (ptrdiff_t lane = count / 4 * 4; lane < count; ++lane) to[lane] = value[lane];
  }
}

// rows × 16·vectors results stay in registers; these numbers, and whether the panel ahead is fetched, are constants where this
// is inlined.
CK_INLINE void ck_fused_block(const int rows, const int vectors, const int fetches, const struct ck_terms *terms,
                              ptrdiff_t row, const struct ck_target *target) {
  // The first two blocks fetch half of the panel each.
  const float *ahead = fetches ? terms->ahead + (row ? terms->depth * CK_LANES : 0) : NULL;
  const int fetches_now = fetches && row < 2 * CK_MOST_ROWS;
  ck_lanes sums[CK_MOST_ROWS][2];
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < vectors; ++v)
      sums[r][v] = target->start ? *(const ck_lanes *)(target->start + v * CK_LANES) : (ck_lanes)0.0f;
  for (ptrdiff_t term = 0; term < terms->count; ++term) {
    const float *x = terms->x[term] + row * terms->x_row, *panel = terms->panel[term];
    for (ptrdiff_t k = 0; k < terms->depth; ++k) {
      if (fetches_now) __builtin_prefetch(ahead + k * CK_LANES, 0, 2);
      ck_lanes w[2];
      for (int v = 0; v < vectors; ++v) w[v] = *(const ck_lanes *)(panel + k * CK_PANEL_WIDTH + v * CK_LANES);
#pragma clang loop unroll(full)
      for (int r = 0; r < rows; ++r)
        for (int v = 0; v < vectors; ++v)
          sums[r][v] = __builtin_elementwise_fma((ck_lanes)x[r * terms->x_row + k], w[v], sums[r][v]);
    }
  }
  float *y = target->y + row * target->y_row;
  // What is asked of every vector takes longer than to sum a few terms.
  const int is_whole = target->columns >= vectors * CK_LANES
      || (target->end && target->end - y >= (rows - 1) * target->y_row + vectors * CK_LANES);
  if (is_whole && target->activation.kind == CK_KEEP && !target->known) {
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; ++r)
      for (int v = 0; v < vectors; ++v) *(ck_lanes *)(y + r * target->y_row + v * CK_LANES) = sums[r][v];
    return;
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < vectors; ++v)
      ck_store_result(sums[r][v], (row + r) * target->y_row + v * CK_LANES, target->columns - v * CK_LANES, target);
}

CK_INLINE void ck_fused_vectors(const int vectors, const int fetches, const struct ck_terms *terms, ptrdiff_t count,
                                const struct ck_target *target) {
  for (ptrdiff_t row = 0, rows; row < count; row += rows) {
    rows = ck_ceiling(count - row, ck_ceiling(count - row, CK_MOST_ROWS));
    switch (rows) {
#define CASE(n) case n: ck_fused_block(n, vectors, fetches, terms, row, target); break;
      CASE(14) CASE(13) CASE(12) CASE(11) CASE(10) CASE(9) CASE(8) CASE(7) CASE(6) CASE(5) CASE(4) CASE(3) CASE(2)
      default: ck_fused_block(1, vectors, fetches, terms, row, target);
#undef CASE
    }
  }
}

// `count` rows of one panel, in blocks of nearly equal size.
CK_INLINE void ck_fused_rows(const struct ck_terms *terms, ptrdiff_t count, const struct ck_target *target) {
  if (target->columns > CK_LANES)
    ck_fused_vectors(2, 0, terms, count, target);
  else
    ck_fused_vectors(1, 0, terms, count, target);
}

// The same, and fetches the panel ahead into the second-level cache, for panels that come from further away: they are read
// faster than they arrive when every block waits for its own.
CK_INLINE void ck_fused_rows_ahead(const struct ck_terms *terms, ptrdiff_t count, const struct ck_target *target) {
  if (target->columns > CK_LANES)
    ck_fused_vectors(2, 1, terms, count, target);
  else
    ck_fused_vectors(1, 1, terms, count, target);
}

#endif
