#ifndef CHAFF_KERNELS_REDUCE_H
#define CHAFF_KERNELS_REDUCE_H
#include <stddef.h>

// ---- Reductions ----------------------------------------------------------------------------------------------

typedef enum { CK_REDUCE_SUM, CK_REDUCE_MAXIMUM, CK_REDUCE_MINIMUM } ck_reduction;

// x [outer, reduced, inner] → y [outer, chunks, inner]; chunk k takes the elements k·chunk ..< (k+1)·chunk of the
// reduced axis. Sums are taken in Double and multiplied by `scale`; NaN wins a maximum.
typedef struct {
  ck_reduction function;
  ptrdiff_t reduced, inner, chunk, chunks;
  double scale;
} ck_reduction_step;

// How many units of work an outer element of a step has, and the work of some units.
ptrdiff_t ck_reduction_units(const ck_reduction_step *step);
void ck_reduce(const ck_reduction_step *step, const float *x, float *y, ptrdiff_t first_unit, ptrdiff_t end_unit);

#endif
