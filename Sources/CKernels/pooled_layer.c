#include "pooled_layer.h"

// Most result channels whose sums stay in registers for two rows of one vector.
enum { MOST_CHANNELS = 12 };

// Channels of a block: all blocks are alike.
static ptrdiff_t block_channels(const layer_t *s) {
  ptrdiff_t blocks = ck_ceiling(s->results, MOST_CHANNELS);
  while (s->results % blocks || s->results / blocks % 2) ++blocks;
  return s->results / blocks;
}

CK_INLINE struct plane_ring source_ring(const layer_t *s) {
  return (struct plane_ring){.slots = s->kernel[0], .channels = s->channels,
                             .height = 2 * pooled_height(s) + s->kernel[1] - 1,
                             .width = rounded_up(2 * pooled_width(s), CK_LANES) + s->kernel[2] - 1};
}

// A row of pooled results, channel after channel.
CK_INLINE ptrdiff_t row_stride(const layer_t *s) { return rounded_up(pooled_width(s), 8); }

size_t ck_pooled_layer_weight_count(const layer_t *s) {
  return (size_t)(s->results * s->channels * s->kernel[0] * s->kernel[1] * s->kernel[2]);
}

size_t ck_pooled_layer_scratch_count(const layer_t *s) {
  struct plane_ring ring = source_ring(s);
  return (size_t)(ring.slots * plane_floats(&ring) + s->results * row_stride(s));
}

// packed[block][a][c][b][k][o in block]
void ck_pooled_layer_pack(const layer_t *s, const float *weights, float *packed) {
  ptrdiff_t size = block_channels(s), taps = s->kernel[1] * s->kernel[2];
  for (ptrdiff_t o = 0; o < s->results; ++o)
    for (ptrdiff_t c = 0; c < s->channels; ++c)
      for (ptrdiff_t a = 0; a < s->kernel[0]; ++a)
        for (ptrdiff_t tap = 0; tap < taps; ++tap)
          packed[((((o / size * s->kernel[0] + a) * s->channels + c) * taps) + tap) * size + o % size] =
              weights[((o * s->channels + c) * s->kernel[0] + a) * taps + tap];
}

// What a band of pooled rows reads of a frame of the plain source [C, T, H, W], with its border.
CK_INLINE void load_frame(const layer_t *s, const struct plane_ring *ring, const float *x, ptrdiff_t frame,
                          struct band pooled) {
  const struct band rows = {2 * pooled.first, 2 * pooled.end + s->kernel[1] - 1};
  float *to = plane_of(ring, frame);
  clear_rows(ring, to, rows);
  ptrdiff_t first = ck_greatest(0, rows.first - s->pad_before[1]);
  ptrdiff_t end = ck_least(s->source[1], rows.end - s->pad_before[1]);
  ptrdiff_t columns = ck_least(s->source[2], ring->width - s->pad_before[2]);
  for (ptrdiff_t c = 0; c < s->channels; ++c)
    for (ptrdiff_t h = first; h < end; ++h)
      memcpy(to + (c * ring->height + h + s->pad_before[1]) * ring->width + s->pad_before[2],
             x + ((c * s->source[0] + frame) * s->source[1] + h) * s->source[2], (size_t)columns * sizeof *to);
}

// Of neighbouring pairs of columns in two channels: the larger, the first of equals, and whether it was the second. A
// number that is none wins.
CK_INLINE ck_lanes larger_of_pairs(ck_lanes first, ck_lanes second, ck_lane_mask *takes_second) {
  ck_lanes even = __builtin_shufflevector(first, second, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  ck_lanes odd = __builtin_shufflevector(first, second, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
  *takes_second = (odd > even) | (odd != odd);
  return *takes_second ? odd : even;
}

// Pools two rows of two channels: eight results of each, and which of the four elements each of them is.
CK_INLINE void pool_pair(const layer_t *s, const ck_lanes upper[2], const ck_lanes lower[2], float *y, ptrdiff_t y_row,
                         uint8_t *choice, ptrdiff_t choice_row, ptrdiff_t count) {
  ck_lane_mask right_above, right_below;
  ck_lanes above = larger_of_pairs(upper[0], upper[1], &right_above);
  ck_lanes below = larger_of_pairs(lower[0], lower[1], &right_below);
  ck_lane_mask is_below = (below > above) | (below != below);
  ck_lanes best = is_below ? below : above;
  ck_lane_mask place = is_below ? 2 - right_below : -right_above;
  if (s->rectifies) {
    const ck_lanes zero = 0;
    place = best <= zero ? (ck_lane_mask)CK_POOLED_NOWHERE : place;
    best = best <= zero ? zero : best;
  }
  *(ck_eight *)y = __builtin_shufflevector(best, best, 0, 1, 2, 3, 4, 5, 6, 7);
  *(ck_eight *)(y + y_row) = __builtin_shufflevector(best, best, 8, 9, 10, 11, 12, 13, 14, 15);
  if (!choice) return;
  typedef uint8_t bytes __attribute__((ext_vector_type(16)));
  bytes places = __builtin_convertvector(place, bytes);
  ck_eight_bytes halves[2] = {__builtin_shufflevector(places, places, 0, 1, 2, 3, 4, 5, 6, 7),
                              __builtin_shufflevector(places, places, 8, 9, 10, 11, 12, 13, 14, 15)};
  if (count >= 8) {
    *(ck_eight_bytes *)choice = halves[0];
    *(ck_eight_bytes *)(choice + choice_row) = halves[1];
  } else {
    memcpy(choice, &halves[0], (size_t)count);
    memcpy(choice + choice_row, &halves[1], (size_t)count);
  }
}

// Two rows of sixteen columns of a block of channels, then pooled.
CK_INLINE void pooled_block(const int size, const layer_t *s, const struct plane_ring *ring, ptrdiff_t frame,
                            ptrdiff_t row, ptrdiff_t column, const float *packed, const float *bias, float *y,
                            uint8_t *choice) {
  ck_lanes sums[2][MOST_CHANNELS];
  for (int o = 0; o < size; ++o) sums[0][o] = sums[1][o] = bias ? (ck_lanes)bias[o] : (ck_lanes)0.0f;
  for (ptrdiff_t a = 0; a < s->kernel[0]; ++a) {
    ptrdiff_t from = frame + a - s->pad_before[0], weights = s->channels * s->kernel[1] * s->kernel[2] * size;
    if (from < 0 || from >= s->source[0]) continue;
    const float *w = packed + a * weights;
    for (ptrdiff_t c = 0; c < s->channels; ++c)
      for (ptrdiff_t b = 0; b < s->kernel[1]; ++b) {
        const float *x = plane_of(ring, from) + (c * ring->height + row + b) * ring->width + column;
        for (ptrdiff_t k = 0; k < s->kernel[2]; ++k, w += size) {
          ck_lanes upper = *(const ck_lanes *)(x + k), lower = *(const ck_lanes *)(x + ring->width + k);
#pragma clang loop unroll(full)
          for (int o = 0; o < size; ++o) {
            sums[0][o] = ck_plus(sums[0][o], w[o], upper);
            sums[1][o] = ck_plus(sums[1][o], w[o], lower);
          }
        }
      }
  }
  ptrdiff_t width = pooled_width(s);
#pragma clang loop unroll(full)
  for (int o = 0; o < size; o += 2)
    pool_pair(s, &sums[0][o], &sums[1][o], y + o * row_stride(s), row_stride(s), choice ? choice + o * width : NULL,
              width, width - column / 2);
}

CK_INLINE void pooled_row(const layer_t *s, const struct plane_ring *ring, ptrdiff_t frame, ptrdiff_t row,
                          const float *packed, const float *bias, float *y, uint8_t *choice) {
  ptrdiff_t size = block_channels(s), taps = s->channels * s->kernel[0] * s->kernel[1] * s->kernel[2];
  for (ptrdiff_t o = 0; o < s->results; o += size) {
    const float *w = packed + o * taps, *start = bias ? bias + o : NULL;
    uint8_t *places = choice ? choice + o * pooled_width(s) : NULL;
    for (ptrdiff_t column = 0; column < 2 * pooled_width(s); column += CK_LANES) {
      float *to = y + o * row_stride(s) + column / 2;
      uint8_t *from = places ? places + column / 2 : NULL;
      switch (size) {
#define CASE(n) case n: pooled_block(n, s, ring, frame, row, column, w, start, to, from); break;
        CASE(12) CASE(10) CASE(8) CASE(6) CASE(4)
        default: pooled_block(2, s, ring, frame, row, column, w, start, to, from);
#undef CASE
      }
    }
  }
}

CK_INLINE ptrdiff_t bands(const layer_t *s) {
  return band_count(s->batch * s->result[0], 2 * pooled_height(s), LEAST_BAND_ROWS);
}

ptrdiff_t ck_pooled_layer_unit_count(const layer_t *s) { return s->batch * bands(s) * s->result[0]; }

CK_CLONES void ck_pooled_layer_forward(const layer_t *s, const float *x, const float *packed, const float *bias, float *y,
                                       uint8_t *choice, float *scratch, ptrdiff_t begin, ptrdiff_t end) {
  struct plane_ring ring = source_ring(s);
  ring.planes = scratch;
  float *row = scratch + ring.slots * plane_floats(&ring);
  ptrdiff_t height = pooled_height(s), width = pooled_width(s);
  for (ptrdiff_t unit = begin; unit < end; ++unit) {
    ptrdiff_t frame = unit % s->result[0], cut = unit / s->result[0] % bands(s), sample = unit / s->result[0] / bands(s);
    const struct band band = band_of(cut, bands(s), height, 1);
    if (unit == begin || frame == 0) empty_ring(&ring);
    for (ptrdiff_t a = 0; a < s->kernel[0]; ++a) {
      ptrdiff_t from = frame + a - s->pad_before[0];
      if (from < 0 || from >= s->source[0] || ring.held[from % ring.slots] == from) continue;
      load_frame(s, &ring, x + sample * s->channels * s->source[0] * s->source[1] * s->source[2], from, band);
      ring.held[from % ring.slots] = from;
    }
    for (ptrdiff_t h = band.first; h < band.end; ++h) {
      ptrdiff_t place = ((sample * s->result[0] + frame) * height + h) * width * s->results;
      pooled_row(s, &ring, frame, 2 * h, packed, bias, row, choice ? choice + place : NULL);
      turn(row, row_stride(s), s->results, width, y + place, s->results);
    }
  }
}
