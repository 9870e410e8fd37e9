#include "pooled_windows.h"

// Plane by plane: the cotangent of the sums before they were pooled is made, zeros and all, for the frames that the
// taps reach, and convolved. For layers that do not go by windows.

// Rows and vectors of columns whose sums stay in registers, for up to four channels.
enum { BLOCK_ROWS = 4, MOST_SUMS = 16 };

CK_INLINE ptrdiff_t result_width(const layer_t *s) { return rounded_up(s->source[2], CK_LANES); }

CK_INLINE struct plane_ring cotangent_ring(const layer_t *s) {
  return (struct plane_ring){.slots = s->kernel[0], .channels = s->results,
                             .height = rounded_up(s->source[1], BLOCK_ROWS) + s->kernel[1] - 1,
                             .width = result_width(s) + s->kernel[2] - 1};
}

size_t ck_pooled_layer_gradient_scratch_count(const layer_t *s) {
  if (ck_goes_by_windows(s)) return ck_windows_scratch_count(s);
  struct plane_ring ring = cotangent_ring(s);
  return (size_t)(ring.slots * plane_floats(&ring) + s->results * rounded_up(pooled_width(s), 8));
}

size_t ck_pooled_layer_gradient_weight_count(const layer_t *s) {
  return ck_goes_by_windows(s) ? ck_windows_weight_count(s) : ck_pooled_layer_weight_count(s);
}

// packed[a'][o][b'][k'][c], the taps mirrored.
void ck_pooled_layer_gradient_pack(const layer_t *s, const float *weights, float *packed) {
  if (ck_goes_by_windows(s)) {
    ck_windows_pack(s, weights, packed);
    return;
  }
  ptrdiff_t taps = s->kernel[0] * s->kernel[1] * s->kernel[2], plane = s->kernel[1] * s->kernel[2];
  for (ptrdiff_t o = 0; o < s->results; ++o)
    for (ptrdiff_t c = 0; c < s->channels; ++c)
      for (ptrdiff_t tap = 0; tap < taps; ++tap) {
        ptrdiff_t mirrored = taps - 1 - tap;
        packed[((mirrored / plane * s->results + o) * plane + mirrored % plane) * s->channels + c] =
            weights[(o * s->channels + c) * taps + tap];
      }
}

// Eight pooled columns spread over sixteen: what each of the two rows of the window gets.
CK_INLINE void spread(ck_eight cotangents, ck_eight_bytes places, ck_lanes *upper, ck_lanes *lower) {
  typedef int32_t eight_numbers __attribute__((ext_vector_type(8)));
  const ck_lane_mask own = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
  const ck_lanes zero = 0;
  eight_numbers wide = __builtin_convertvector(places, eight_numbers);
  ck_lanes value =
      __builtin_shufflevector(cotangents, cotangents, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
  ck_lane_mask place = __builtin_shufflevector(wide, wide, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
  *upper = place == own ? value : zero;
  *lower = place == own + 2 ? value : zero;
}

CK_INLINE void spread_row(ptrdiff_t width, const float *cotangents, const uint8_t *places, float *upper, float *lower) {
  ptrdiff_t p = 0;
  for (; p + 8 <= width; p += 8) {
    ck_lanes above, below;
    spread(*(const ck_eight *)(cotangents + p), *(const ck_eight_bytes *)(places + p), &above, &below);
    *(ck_lanes *)(upper + 2 * p) = above;
    *(ck_lanes *)(lower + 2 * p) = below;
  }
  for (; p < width; ++p)
    for (int k = 0; k < 2; ++k) {
      upper[2 * p + k] = places[p] == k ? cotangents[p] : 0.0f;
      lower[2 * p + k] = places[p] == k + 2 ? cotangents[p] : 0.0f;
    }
}

// The cotangent of one frame's sums before they were pooled, with its border: the rows that a band of results reads. What
// no window reads, or none wrote, is zero.
CK_INLINE void unpool_frame(const layer_t *s, const struct plane_ring *ring, const float *dy, const uint8_t *choice,
                            ptrdiff_t frame, struct band results, float *turned) {
  ptrdiff_t height = pooled_height(s), width = pooled_width(s), stride = rounded_up(width, 8);
  ptrdiff_t above = s->kernel[1] - 1 - s->pad_before[1], before = s->kernel[2] - 1 - s->pad_before[2];
  const struct band rows = {results.first, rounded_up(results.end, BLOCK_ROWS) + s->kernel[1] - 1};
  float *to = plane_of(ring, frame);
  clear_rows(ring, to, rows);
  // A window with one row among these fills the other one, too, which nobody reads.
  ptrdiff_t end = ck_least(height, ck_ceiling(rows.end - above, 2));
  for (ptrdiff_t h = ck_greatest(0, rows.first - above) / 2; h < end; ++h) {
    ptrdiff_t at = (frame * height + h) * width * s->results;
    turn(dy + at, s->results, width, s->results, turned, stride);
    for (ptrdiff_t o = 0; o < s->results; ++o) {
      float *row = to + (o * ring->height + above + 2 * h) * ring->width + before;
      spread_row(width, turned + o * stride, choice + at + o * width, row, row + ring->width);
    }
  }
}

CK_INLINE void store_first(ck_lanes value, ptrdiff_t count, float *to) {
  if (count > 0) memcpy(to, &value, (size_t)count * sizeof *to);
}

// rows × 16·vectors results of every channel stay in registers.
CK_INLINE void gradient_block(const int channels, const int vectors, const layer_t *s, const struct plane_ring *ring,
                              ptrdiff_t frame, ptrdiff_t row, ptrdiff_t column, const float *packed, float *dx) {
  ck_lanes sums[4][BLOCK_ROWS][2];
  for (int c = 0; c < channels; ++c)
    for (int r = 0; r < BLOCK_ROWS; ++r)
      for (int v = 0; v < vectors; ++v) sums[c][r][v] = 0.0f;
  ptrdiff_t weights = s->results * s->kernel[1] * s->kernel[2] * channels;
  for (ptrdiff_t a = 0; a < s->kernel[0]; ++a) {
    ptrdiff_t from = frame + a - (s->kernel[0] - 1 - s->pad_before[0]);
    if (from < 0 || from >= s->result[0]) continue;
    const float *plane = plane_of(ring, from) + row * ring->width + column, *w = packed + a * weights;
    for (ptrdiff_t o = 0; o < s->results; ++o, plane += ring->height * ring->width)
      for (ptrdiff_t b = 0; b < s->kernel[1]; ++b)
        for (ptrdiff_t k = 0; k < s->kernel[2]; ++k, w += channels)
#pragma clang loop unroll(full)
          for (int r = 0; r < BLOCK_ROWS; ++r)
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; ++v) {
              ck_lanes x = *(const ck_lanes *)(plane + (b + r) * ring->width + k + v * CK_LANES);
              for (int c = 0; c < channels; ++c) sums[c][r][v] = ck_plus(sums[c][r][v], w[c], x);
            }
  }
  ptrdiff_t area = s->source[0] * s->source[1] * s->source[2];
#pragma clang loop unroll(full)
  for (int c = 0; c < channels; ++c)
#pragma clang loop unroll(full)
    for (int r = 0; r < BLOCK_ROWS; ++r) {
      if (row + r >= s->source[1]) continue;
      float *to = dx + c * area + (frame * s->source[1] + row + r) * s->source[2] + column;
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; ++v) {
        ptrdiff_t left = s->source[2] - column - v * CK_LANES;
        if (left >= CK_LANES) *(ck_lanes *)(to + v * CK_LANES) = sums[c][r][v];
        else store_first(sums[c][r][v], left, to + v * CK_LANES);
      }
    }
}

CK_INLINE void gradient_frame(const int channels, const layer_t *s, const struct plane_ring *ring, ptrdiff_t frame,
                              struct band rows, const float *packed, float *dx) {
  for (ptrdiff_t row = rows.first; row < rows.end; row += BLOCK_ROWS)
    for (ptrdiff_t column = 0; column < s->source[2]; column += 2 * CK_LANES)
      if (channels * BLOCK_ROWS * 2 <= MOST_SUMS && s->source[2] - column > CK_LANES)
        gradient_block(channels, 2, s, ring, frame, row, column, packed, dx);
      else {
        gradient_block(channels, 1, s, ring, frame, row, column, packed, dx);
        if (s->source[2] - column > CK_LANES)
          gradient_block(channels, 1, s, ring, frame, row, column + CK_LANES, packed, dx);
      }
}

CK_INLINE ptrdiff_t bands(const layer_t *s) {
  ptrdiff_t least = ck_goes_by_windows(s) ? CK_WINDOWS_LEAST_ROWS : LEAST_BAND_ROWS;
  return band_count(s->batch * s->source[0], s->source[1], least);
}

ptrdiff_t ck_pooled_layer_gradient_unit_count(const layer_t *s) { return s->batch * bands(s) * s->source[0]; }

CK_CLONES static void gradient_by_planes(const layer_t *s, const float *dy, const uint8_t *choice, const float *packed,
                                         float *dx, float *scratch, ptrdiff_t begin, ptrdiff_t end) {
  struct plane_ring ring = cotangent_ring(s);
  ring.planes = scratch;
  float *turned = scratch + ring.slots * plane_floats(&ring);
  ptrdiff_t pooled = s->result[0] * pooled_height(s) * pooled_width(s) * s->results;
  ptrdiff_t own = s->channels * s->source[0] * s->source[1] * s->source[2];
  for (ptrdiff_t unit = begin; unit < end; ++unit) {
    ptrdiff_t frame = unit % s->source[0], cut = unit / s->source[0] % bands(s), sample = unit / s->source[0] / bands(s);
    const struct band band = band_of(cut, bands(s), s->source[1], BLOCK_ROWS);
    if (unit == begin || frame == 0) empty_ring(&ring);
    for (ptrdiff_t a = 0; a < s->kernel[0]; ++a) {
      ptrdiff_t from = frame + a - (s->kernel[0] - 1 - s->pad_before[0]);
      if (from < 0 || from >= s->result[0] || ring.held[from % ring.slots] == from) continue;
      unpool_frame(s, &ring, dy + sample * pooled, choice + sample * pooled, from, band, turned);
      ring.held[from % ring.slots] = from;
    }
    float *to = dx + sample * own;
    switch (s->channels) {
      case 1: gradient_frame(1, s, &ring, frame, band, packed, to); break;
      case 2: gradient_frame(2, s, &ring, frame, band, packed, to); break;
      case 3: gradient_frame(3, s, &ring, frame, band, packed, to); break;
      default: gradient_frame(4, s, &ring, frame, band, packed, to); break;
    }
  }
}

void ck_pooled_layer_gradient(const layer_t *s, const float *dy, const uint8_t *choice, const float *packed, float *dx,
                              float *scratch, ptrdiff_t begin, ptrdiff_t end) {
  if (ck_goes_by_windows(s)) ck_windows_gradient(s, dy, choice, packed, bands(s), begin, end, scratch, dx);
  else gradient_by_planes(s, dy, choice, packed, dx, scratch, begin, end);
}
