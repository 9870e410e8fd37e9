#include "CKernels.h"
#include "clones.h"

#include <string.h>

// A line is a row of pixels along the last axis, [pixels, channels], taken as one vector: however few the channels, all
// lanes work. What is known per channel is repeated for every pixel of a line, once per run.

enum { MEAN, SLOPE, SHIFT, DY_MEAN, PULL };

// Floats of a line with room for a vector beyond its end.
static ptrdiff_t padded_line(const ck_window *w) { return w->input[2] * w->channels + CK_LANES; }

ptrdiff_t ck_batch_pool_constants_count(const ck_window *w) { return 5 * padded_line(w); }
ptrdiff_t ck_batch_pool_scratch_count(const ck_window *w) { return 6 * padded_line(w); }

static void repeat_pixel(const ck_window *w, float *line) {
  for (ptrdiff_t i = w->channels; i < padded_line(w); ++i) line[i] = line[i - w->channels];
}

void ck_batch_pool_constants(const ck_window *w, const ck_batch_shape *s, ck_batch_channels c, const float *dscale,
                             const float *dshift, float *constants) {
  ptrdiff_t line = padded_line(w);
  for (ptrdiff_t i = 0; i < w->channels; ++i) {
    float inverse = (float)(1.0 / __builtin_elementwise_sqrt((double)c.variance[i] + (double)s->epsilon));
    constants[MEAN * line + i] = c.mean[i];
    constants[SLOPE * line + i] = inverse * c.scale[i];
    constants[SHIFT * line + i] = c.shift ? c.shift[i] : 0.0f;
    constants[DY_MEAN * line + i] = dshift ? (float)((double)dshift[i] / (double)s->rows) : 0.0f;
    constants[PULL * line + i] = dscale ? inverse * (float)((double)dscale[i] / (double)s->rows) : 0.0f;
  }
  for (int which = MEAN; which <= PULL; ++which) repeat_pixel(w, constants + which * line);
}

// ---- Forward

// The largest normalised value so far, what was normalised, and its place in the window, for every element of a line.
struct best {
  float *y, *x, *place;
};

#define LANES_AT(address) (*(const ck_lanes *)(address))
#define LANES_TO(address) (*(ck_lanes *)(address))

CK_INLINE void take_larger(struct best best, const float *x, const float *constants, ptrdiff_t line, ptrdiff_t count,
                           float place, const int is_first) {
  const float *mean = constants + MEAN * line, *slope = constants + SLOPE * line, *shift = constants + SHIFT * line;
  ptrdiff_t i = 0;
  for (; i + CK_LANES <= count; i += CK_LANES) {
    ck_lanes value = LANES_AT(x + i), y = (value - LANES_AT(mean + i)) * LANES_AT(slope + i) + LANES_AT(shift + i);
    ck_lanes largest = LANES_AT(best.y + i);
    ck_lane_mask takes = is_first ? (ck_lane_mask)-1 : (y > largest) | (y != y);
    LANES_TO(best.y + i) = takes ? y : largest;
    LANES_TO(best.x + i) = takes ? value : LANES_AT(best.x + i);
    LANES_TO(best.place + i) = takes ? (ck_lanes)place : LANES_AT(best.place + i);
  }
  for (; i < count; ++i) {
    float y = (x[i] - mean[i]) * slope[i] + shift[i];
    if (!is_first && !(y > best.y[i]) && y == y) continue;
    best.y[i] = y;
    best.x[i] = x[i];
    best.place[i] = place;
  }
}

// The best of `kernel` neighbouring pixels becomes the pixel of the result; of equal ones that with the first place.
// Whole vectors are written: what they leave beyond a pixel's channels, the next pixel overwrites.
CK_INLINE void narrow(struct best best, struct best result, ptrdiff_t pixels, ptrdiff_t kernel, ptrdiff_t channels) {
  for (ptrdiff_t o = 0; o < pixels; ++o)
    for (ptrdiff_t c = 0; c < channels; c += CK_LANES) {
      const ptrdiff_t from = o * kernel * channels + c, to = o * channels + c;
      ck_lanes y = LANES_AT(best.y + from), x = LANES_AT(best.x + from), place = LANES_AT(best.place + from);
      for (ptrdiff_t k = 1; k < kernel; ++k) {
        const ptrdiff_t at = from + k * channels;
        ck_lanes other = LANES_AT(best.y + at), there = LANES_AT(best.place + at) + (float)k;
        ck_lane_mask takes = (other > y) | ((other == y) & (there < place)) | (other != other);
        y = takes ? other : y;
        x = takes ? LANES_AT(best.x + at) : x;
        place = takes ? there : place;
      }
      LANES_TO(result.y + to) = y;
      LANES_TO(result.x + to) = x;
      LANES_TO(result.place + to) = place;
    }
}

CK_INLINE void store_rectified(struct best best, float *y, float *x, float *place, ptrdiff_t count) {
  CK_ELEMENTWISE
  for (ptrdiff_t i = 0; i < count; ++i) {
    float value = best.y[i];
    y[i] = value < 0.0f ? 0.0f : value;
    x[i] = best.x[i];
    place[i] = value > 0.0f ? best.place[i] : -1.0f;
  }
}

CK_CLONES void ck_batch_normalize_pool(const ck_window *window, const float *constants, const float *x, float *y,
                                       float *argument, float *place, float *scratch, ptrdiff_t first_row,
                                       ptrdiff_t end_row) {
  const ck_window w = *window;
  ptrdiff_t padded = padded_line(window), line = w.input[2] * w.channels;
  ptrdiff_t used = w.output[2] * w.kernel[2] * w.channels, count = w.output[2] * w.channels;
  struct best best = {scratch, scratch + padded, scratch + 2 * padded}, result = best;
  if (w.kernel[2] > 1) result = (struct best){scratch + 3 * padded, scratch + 4 * padded, scratch + 5 * padded};
  memset(scratch, 0, (size_t)(6 * padded) * sizeof *scratch);
  for (ptrdiff_t row = first_row; row < end_row; ++row) {
    ptrdiff_t o1 = row % w.output[1], o0 = row / w.output[1] % w.output[0], sample = row / w.output[1] / w.output[0];
    for (ptrdiff_t a = 0; a < w.kernel[0]; ++a)
      for (ptrdiff_t b = 0; b < w.kernel[1]; ++b) {
        ptrdiff_t at = (sample * w.input[0] + o0 * w.kernel[0] + a) * w.input[1] + o1 * w.kernel[1] + b;
        float first_place = (float)((a * w.kernel[1] + b) * w.kernel[2]);
        if (a + b == 0) take_larger(best, x + at * line, constants, padded, used, first_place, 1);
        else take_larger(best, x + at * line, constants, padded, used, first_place, 0);
      }
    if (w.kernel[2] > 1) narrow(best, result, w.output[2], w.kernel[2], w.channels);
    store_rectified(result, y + row * count, argument + row * count, place + row * count, count);
  }
}

// ---- Backward

CK_CLONES void ck_batch_pool_gradient_sums(const ck_batch_shape *shape, ck_batch_channels channels,
                                           const float *argument, const float *place, const float *dy,
                                           double *partial, ptrdiff_t first_chunk, ptrdiff_t end_chunk) {
  const ck_batch_shape s = *shape;
  for (ptrdiff_t chunk = first_chunk; chunk < end_chunk; ++chunk) {
    double *restrict sums = partial + chunk * 2 * s.channels, *restrict products = sums + s.channels;
    memset(sums, 0, (size_t)(2 * s.channels) * sizeof *sums);
    for (ptrdiff_t row = chunk * s.chunk; row < ck_least((chunk + 1) * s.chunk, s.rows); ++row) {
      const float *restrict x = argument + row * s.channels, *restrict at = place + row * s.channels;
      const float *restrict from = dy + row * s.channels, *restrict mean = channels.mean;
      for (ptrdiff_t c = 0; c < s.channels; ++c) {
        float g = at[c] < 0.0f ? 0.0f : from[c];
        sums[c] += g;
        products[c] += g * (x[c] - mean[c]);
      }
    }
  }
}

// Gives every pixel of a window the window's cotangent, and the place that the pixel would have to be in its own line.
CK_INLINE void widen(const ck_window *w, const float *dy, const float *place, float *scratch, ptrdiff_t padded) {
  ptrdiff_t count = w->output[2] * w->channels;
  float *wide = scratch, *wide_place = scratch + padded;
  float *narrow_dy = scratch + 2 * padded, *narrow_place = scratch + 3 * padded;
  memcpy(narrow_dy, dy, (size_t)count * sizeof *dy);
  memcpy(narrow_place, place, (size_t)count * sizeof *place);
  for (ptrdiff_t o = 0; o < w->output[2]; ++o)
    for (ptrdiff_t k = 0; k < w->kernel[2]; ++k) {
      ptrdiff_t from = o * w->channels, to = (o * w->kernel[2] + k) * w->channels;
      for (ptrdiff_t c = 0; c < w->channels; c += CK_LANES) {
        LANES_TO(wide + to + c) = LANES_AT(narrow_dy + from + c);
        LANES_TO(wide_place + to + c) = LANES_AT(narrow_place + from + c) - (float)k;
      }
    }
}

CK_INLINE void derive_line(const float *constants, ptrdiff_t padded, const float *scratch, const float *x, float *dx,
                           ptrdiff_t count, float place) {
  const float *restrict mean = constants + MEAN * padded, *restrict slope = constants + SLOPE * padded;
  const float *restrict dy_mean = constants + DY_MEAN * padded, *restrict pull = constants + PULL * padded;
  const float *restrict dy = scratch, *restrict places = scratch + padded;
  CK_ELEMENTWISE
  for (ptrdiff_t i = 0; i < count; ++i) {
    float centred = x[i] - mean[i], g = places[i] == place ? dy[i] : 0.0f;
    dx[i] = slope[i] * ((g - dy_mean[i]) - centred * pull[i]);
  }
}

CK_INLINE ptrdiff_t groups_along(const ck_window *w, int axis) {
  return (w->input[axis] + w->kernel[axis] - 1) / w->kernel[axis];
}

ptrdiff_t ck_batch_pool_unit_count(const ck_window *w) { return groups_along(w, 0) * groups_along(w, 1); }

CK_CLONES void ck_batch_pool_gradient(const ck_window *window, const float *constants, const float *x,
                                      const float *place, const float *dy, float *dx, float *scratch,
                                      ptrdiff_t first_unit, ptrdiff_t end_unit) {
  const ck_window w = *window;
  ptrdiff_t padded = padded_line(window), line = w.input[2] * w.channels, count = w.output[2] * w.channels;
  ptrdiff_t groups0 = groups_along(&w, 0), groups1 = groups_along(&w, 1);
  memset(scratch, 0, (size_t)(4 * padded) * sizeof *scratch);
  for (ptrdiff_t unit = first_unit; unit < end_unit; ++unit) {
    ptrdiff_t o1 = unit % groups1, o0 = unit / groups1 % groups0, sample = unit / groups1 / groups0;
    // Lines and pixels that no window reads get no cotangent.
    ptrdiff_t used = 0;
    if (o0 < w.output[0] && o1 < w.output[1]) {
      ptrdiff_t row = (sample * w.output[0] + o0) * w.output[1] + o1;
      widen(&w, dy + row * count, place + row * count, scratch, padded);
      used = count * w.kernel[2];
    }
    for (ptrdiff_t i = used; i < padded; ++i) scratch[padded + i] = -1.0f;
    for (ptrdiff_t a = 0; a < ck_least(w.kernel[0], w.input[0] - o0 * w.kernel[0]); ++a)
      for (ptrdiff_t b = 0; b < ck_least(w.kernel[1], w.input[1] - o1 * w.kernel[1]); ++b) {
        ptrdiff_t at = (sample * w.input[0] + o0 * w.kernel[0] + a) * w.input[1] + o1 * w.kernel[1] + b;
        derive_line(constants, padded, scratch, x + at * line, dx + at * line, line,
                    (float)((a * w.kernel[1] + b) * w.kernel[2]));
      }
  }
}
