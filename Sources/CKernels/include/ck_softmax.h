#ifndef CHAFF_KERNELS_SOFTMAX_H
#define CHAFF_KERNELS_SOFTMAX_H
#include <stdbool.h>
#include <stddef.h>

// ---- Softmax along the middle axis of [outer, axis, inner] ---------------------------------------------------

// How many units of work an outer element has.
ptrdiff_t ck_softmax_units(ptrdiff_t axis, ptrdiff_t inner);

// Softmax, or its logarithm; y may be x.
void ck_softmax(const float *x, float *y, ptrdiff_t axis, ptrdiff_t inner, bool logarithm, ptrdiff_t first_unit,
                ptrdiff_t end_unit);

// dx = y·(dy − Σ dy·y), or dy − eʸ·Σ dy for the logarithm; dx may be y or dy.
void ck_softmax_gradient(const float *y, const float *dy, float *dx, ptrdiff_t axis, ptrdiff_t inner, bool logarithm,
                         ptrdiff_t first_unit, ptrdiff_t end_unit);

#endif
