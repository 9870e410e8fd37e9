#ifndef CHAFF_POOLED_LAYER_H
#define CHAFF_POOLED_LAYER_H
#include <string.h>

#include "fused_panels.h"

// A first layer and its pooling, both ways, work on planes: the two last axes of one frame, channel after channel, so
// that the lanes of a vector are neighbours along a row and no lane is wasted on absent channels.

typedef ck_pooled_layer layer_t;
typedef float ck_four __attribute__((ext_vector_type(4), aligned(4)));
typedef float ck_eight __attribute__((ext_vector_type(8), aligned(4)));
typedef uint8_t ck_eight_bytes __attribute__((ext_vector_type(8), aligned(1)));

CK_INLINE ptrdiff_t pooled_height(const layer_t *s) { return s->result[1] / 2; }
CK_INLINE ptrdiff_t pooled_width(const layer_t *s) { return s->result[2] / 2; }

CK_INLINE ptrdiff_t rounded_up(ptrdiff_t count, ptrdiff_t unit) { return (count + unit - 1) / unit * unit; }

// Rows of a plane that are done together, first ..< end. Frames are cut into bands where there are few of them, so that every
// thread has work; no sum depends on the cut.
struct band {
  ptrdiff_t first, end;
};

enum { WANTED_UNITS = 32, LEAST_BAND_ROWS = 8 };

// Bands of a frame of `rows` when there are `frames` in all, each of at least so many rows.
CK_INLINE ptrdiff_t band_count(ptrdiff_t frames, ptrdiff_t rows, ptrdiff_t least) {
  ptrdiff_t wanted = ck_ceiling(WANTED_UNITS, ck_greatest(frames, 1));
  return ck_greatest(1, ck_least(wanted, rows / least));
}

// Band `index` of `count`, in whole `unit`s of rows.
CK_INLINE struct band band_of(ptrdiff_t index, ptrdiff_t count, ptrdiff_t rows, ptrdiff_t unit) {
  ptrdiff_t units = ck_ceiling(rows, unit);
  return (struct band){units * index / count * unit, ck_least(units * (index + 1) / count * unit, rows)};
}

// Planes of several frames, kept while taps along time reach them: frame t is in slot t mod the number of slots.
struct plane_ring {
  ptrdiff_t slots, channels, height, width;  // of a plane, with its border and whole vectors
  float *planes;
  ptrdiff_t held[CK_POOLED_MOST_FRAMES];  // of each slot, the frame that is in it, or −1
};

CK_INLINE void empty_ring(struct plane_ring *ring) {
  for (ptrdiff_t i = 0; i < ring->slots; ++i) ring->held[i] = -1;
}

CK_INLINE ptrdiff_t plane_floats(const struct plane_ring *ring) { return ring->channels * ring->height * ring->width; }

CK_INLINE float *plane_of(const struct plane_ring *ring, ptrdiff_t frame) {
  return ring->planes + frame % ring->slots * plane_floats(ring);
}

// Zeroes some rows of every channel of a plane.
CK_INLINE void clear_rows(const struct plane_ring *ring, float *plane, struct band rows) {
  for (ptrdiff_t c = 0; c < ring->channels; ++c)
    memset(plane + (c * ring->height + rows.first) * ring->width, 0,
           (size_t)((rows.end - rows.first) * ring->width) * sizeof *plane);
}

// Four vectors of four numbers, rows turned into columns.
CK_INLINE void turn_four(const float *from, ptrdiff_t from_row, float *to, ptrdiff_t to_row) {
  ck_four a = *(const ck_four *)from, b = *(const ck_four *)(from + from_row);
  ck_four c = *(const ck_four *)(from + 2 * from_row), d = *(const ck_four *)(from + 3 * from_row);
  ck_four ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  ck_four cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  *(ck_four *)to = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
  *(ck_four *)(to + to_row) = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
  *(ck_four *)(to + 2 * to_row) = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
  *(ck_four *)(to + 3 * to_row) = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

// The same for four rows of sixteen columns.
CK_INLINE void turn_sixteen(const float *from, ptrdiff_t from_row, float *to, ptrdiff_t to_row) {
  ck_lanes a = *(const ck_lanes *)from, b = *(const ck_lanes *)(from + from_row);
  ck_lanes c = *(const ck_lanes *)(from + 2 * from_row), d = *(const ck_lanes *)(from + 3 * from_row);
  ck_lanes ab_low = __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
  ck_lanes ab_high = __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
  ck_lanes cd_low = __builtin_shufflevector(c, d, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
  ck_lanes cd_high = __builtin_shufflevector(c, d, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
  // Of every four columns the first, the second, the third, the fourth.
  const ck_lanes turned[4] = {
      __builtin_shufflevector(ab_low, cd_low, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
      __builtin_shufflevector(ab_low, cd_low, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31),
      __builtin_shufflevector(ab_high, cd_high, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
      __builtin_shufflevector(ab_high, cd_high, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)};
#pragma clang loop unroll(full)
  for (int j = 0; j < 4; ++j, to += to_row) {
    *(ck_four *)to = __builtin_shufflevector(turned[j], turned[j], 0, 1, 2, 3);
    *(ck_four *)(to + 4 * to_row) = __builtin_shufflevector(turned[j], turned[j], 4, 5, 6, 7);
    *(ck_four *)(to + 8 * to_row) = __builtin_shufflevector(turned[j], turned[j], 8, 9, 10, 11);
    *(ck_four *)(to + 12 * to_row) = __builtin_shufflevector(turned[j], turned[j], 12, 13, 14, 15);
  }
}

// to[column][row] = from[row][column].
CK_INLINE void turn(const float *from, ptrdiff_t from_row, ptrdiff_t rows, ptrdiff_t columns, float *to,
                    ptrdiff_t to_row) {
  ptrdiff_t r = 0;
  for (; r + 4 <= rows; r += 4) {
    const float *row = from + r * from_row;
    ptrdiff_t c = 0;
    for (; c + 16 <= columns; c += 16) turn_sixteen(row + c, from_row, to + c * to_row + r, to_row);
    for (; c + 4 <= columns; c += 4) turn_four(row + c, from_row, to + c * to_row + r, to_row);
    for (; c < columns; ++c)
      for (int i = 0; i < 4; ++i) to[c * to_row + r + i] = row[i * from_row + c];
  }
  for (; r < rows; ++r)
    for (ptrdiff_t c = 0; c < columns; ++c) to[c * to_row + r] = from[r * from_row + c];
}

#endif
