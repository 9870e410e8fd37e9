// Extents of dataspaces, with products that cannot overflow.
#include "worker.h"

uint64_t product_or_maximum(uint64_t a, uint64_t b) {
  uint64_t product;
  return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

bool read_shape(hid_t space, shape *result) {
  *result = (shape){0};
  H5S_class_t kind = H5Sget_simple_extent_type(space);
  if (kind == H5S_NULL) {  // "no elements" and nothing else: an axis of extent 0
    result->rank = 1;
    return true;
  }
  if (kind != H5S_SCALAR && kind != H5S_SIMPLE) return false;
  int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0 || rank > maximum_rank) return false;
  if (rank > 0 && H5Sget_simple_extent_dims(space, result->extents, result->maxima) < 0) return false;
  result->rank = rank;
  result->count = 1;
  for (int axis = 0; axis < rank; ++axis) {
    // An extent of 0 anywhere means no elements, however forged the others are.
    if (result->extents[axis] == 0) result->count = 0;
    if (result->count > 0) result->count = product_or_maximum(result->count, result->extents[axis]);
  }
  return true;
}

uint64_t plausible_bytes(const worker *self, bool filtered) {
  const uint64_t always = (uint64_t)64 << 20;
  uint64_t bytes = product_or_maximum(self->file_size, filtered ? 1100 : 16);
  return bytes > UINT64_MAX - always ? UINT64_MAX : bytes + always;
}
