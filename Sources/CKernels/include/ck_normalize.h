#ifndef CHAFF_KERNELS_NORMALIZE_H
#define CHAFF_KERNELS_NORMALIZE_H
#include <stddef.h>

// ---- Normalisation of contiguous rows ------------------------------------------------------------------------

// y = (x − mean) / √(variance + epsilon) in each row; y may be x.
void ck_normalize_rows(const float *x, float *y, ptrdiff_t width, float epsilon, ptrdiff_t first_row,
                       ptrdiff_t end_row);

// dx = (dy − mean(dy) − y·mean(dy·y)) / √(variance + epsilon); dx may be x or dy.
void ck_normalize_rows_gradient(const float *x, const float *dy, float *dx, ptrdiff_t width, float epsilon,
                                ptrdiff_t first_row, ptrdiff_t end_row);

// ---- Normalisation of channels-last tensors ------------------------------------------------------------------

// Tensors [samples, places, channels]; mean and variance are taken over the places and over groups of `width`
// neighbouring channels of each sample. Places are summed in chunks, so that threads can share a sample.
typedef struct {
  ptrdiff_t samples, places, channels, width, chunk, chunks;
  float epsilon;
} ck_channel_statistics;

// Per sample and channel, [samples, channels] each: the mean in two parts and 1 / √(variance + epsilon); for a gradient
// also mean(dy) and mean(dy·y).
typedef struct {
  float *mean, *mean_rest, *inverse, *dy_mean, *product_mean;
} ck_channel_moments;

// Sums per (sample, chunk), a unit, and channel: [samples, chunks, 2, channels] doubles, of which the first use one half.
void ck_sum_channels(const ck_channel_statistics *s, const float *x, double *partial, ptrdiff_t first_unit,
                     ptrdiff_t end_unit);
void ck_fold_means(const ck_channel_statistics *s, const double *partial, ck_channel_moments moments);
void ck_square_channels(const ck_channel_statistics *s, const float *x, ck_channel_moments moments, double *partial,
                        ptrdiff_t first_unit, ptrdiff_t end_unit);
void ck_fold_variances(const ck_channel_statistics *s, const double *partial, ck_channel_moments moments);
void ck_multiply_channels(const ck_channel_statistics *s, const float *x, const float *dy, ck_channel_moments moments,
                          double *partial, ptrdiff_t first_unit, ptrdiff_t end_unit);
void ck_fold_products(const ck_channel_statistics *s, const double *partial, ck_channel_moments moments);

// The results from the moments; a unit is a (sample, chunk).
void ck_normalize_channels(const ck_channel_statistics *s, const float *x, ck_channel_moments moments, float *y,
                           ptrdiff_t first_unit, ptrdiff_t end_unit);
void ck_normalize_channels_gradient(const ck_channel_statistics *s, const float *x, const float *dy,
                                    ck_channel_moments moments, float *dx, ptrdiff_t first_unit, ptrdiff_t end_unit);

#endif
