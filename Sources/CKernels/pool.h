#ifndef CHAFF_POOL_H
#define CHAFF_POOL_H
#include "CKernels.h"
#include "vectormath.h"

// Where one window reads along one axis: taps first..<end of the kernel, tap k at `origin + k·dilation`.
struct reach {
  ptrdiff_t origin, first, end;
};

CK_INLINE struct reach reach_along(const ck_window *w, int axis, ptrdiff_t output) {
  ptrdiff_t origin = output * w->stride[axis] - w->pad[axis], dilation = w->dilation[axis];
  ptrdiff_t first = origin < 0 ? (-origin + dilation - 1) / dilation : 0;
  ptrdiff_t beyond = w->input[axis] - origin;
  ptrdiff_t end = beyond <= 0 ? 0 : ck_least(w->kernel[axis], (beyond + dilation - 1) / dilation);
  return (struct reach){origin, first, ck_greatest(end, first)};
}

#endif
