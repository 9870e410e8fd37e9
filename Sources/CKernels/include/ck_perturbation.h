#ifndef CHAFF_KERNELS_PERTURBATION_H
#define CHAFF_KERNELS_PERTURBATION_H
#include <stddef.h>

// ---- How large a perturbation is -----------------------------------------------------------------------------

typedef struct {
  ptrdiff_t changed;          // elements that differ
  double magnitudes, squares; // Σ|d| and Σd²
  double largest;             // max |d|; says nothing where a sum is not a number
} ck_perturbation_size;

// Of d = after − before, in Double: eight sums side by side, added up at the end.
ck_perturbation_size ck_measure_perturbation(const float *before, const float *after, ptrdiff_t count);

#endif
