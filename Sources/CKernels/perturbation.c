#include "CKernels.h"
#include "clones.h"

// Sums side by side: their number belongs to the result, as the last bits depend on it.
enum { SIDES = 8 };

typedef float few __attribute__((ext_vector_type(SIDES), aligned(4)));
typedef double sides __attribute__((ext_vector_type(SIDES)));
typedef int64_t counts __attribute__((ext_vector_type(SIDES)));

struct sums {
  counts changed;
  sides magnitudes, squares, largest;
};

CK_INLINE void add(struct sums *sums, const few *before, const few *after) {
  sides old = __builtin_convertvector(*before, sides), new = __builtin_convertvector(*after, sides);
  const sides zero = {0};
  sides difference = old != new ? new - old : zero;
  sides size = difference < zero ? -difference : difference;
  // A comparison that holds is −1.
  sums->changed -= old != new;
  sums->magnitudes += size;
  sums->squares += size * size;
  sums->largest = size <= sums->largest ? sums->largest : size;
}

CK_CLONES ck_perturbation_size ck_measure_perturbation(const float *before, const float *after, ptrdiff_t count) {
  struct sums sums = {0};
  ptrdiff_t whole = count / SIDES * SIDES;
  for (ptrdiff_t i = 0; i < whole; i += SIDES) add(&sums, (const few *)(before + i), (const few *)(after + i));
  for (ptrdiff_t i = whole; i < count; ++i) add(&sums, &(few){before[i]}, &(few){after[i]});
  ck_perturbation_size size = {0};
  for (int side = 0; side < SIDES; ++side) {
    size.changed += sums.changed[side];
    size.magnitudes += sums.magnitudes[side];
    size.squares += sums.squares[side];
    size.largest = sums.largest[side] > size.largest ? sums.largest[side] : size.largest;
  }
  return size;
}
