#include <stdlib.h>

#include "COneDNN.h"
#include "description.h"
#include "library.h"

// The primitive, its result in the layout that it prefers, and the reorder to the plain one.
struct cdnn_weight_gradient {
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive, unpacking;
  dnnl_stream_t stream;
  dnnl_memory_t source, destination, weights, plain_weights, scratch;
  void *packed_weights;
  size_t scratch_size;
  const char *implementation;
};

static dnnl_status_t choose(
    cdnn_weight_gradient *gradient, const cdnn_convolution_shape *shape, struct cdnn_descriptors *made) {
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_primitive_desc_t forward = NULL;
  dnnl_status_t status = cdnn_make_attributes(&attributes);
  if (!status) status = cdnn_describe_forward(shape, made, dnnl_forward_training, attributes, &forward);
  if (!status) status = cdnn_describe_weight_gradient(shape, made, forward, attributes, &gradient->description);
  if (forward) dnnl_primitive_desc_destroy(forward);
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  return status;
}

static dnnl_status_t make_memories(cdnn_weight_gradient *gradient, struct cdnn_descriptors *made) {
  dnnl_engine_t engine = cdnn_engine();
  cdnn_descriptor_reference plain = CDNN_REFERENCE(made->plain_weights);
  cdnn_descriptor_reference packed =
      dnnl_primitive_desc_query_md(gradient->description, dnnl_query_diff_weights_md, 0);
  gradient->packed_weights = cdnn_aligned_bytes(cdnn_size(packed));
  if (!gradient->packed_weights) return dnnl_out_of_memory;
  dnnl_status_t status = dnnl_memory_create(&gradient->weights, packed, engine, gradient->packed_weights);
  if (!status) status = dnnl_memory_create(&gradient->plain_weights, plain, engine, DNNL_MEMORY_NONE);
  if (!status) status = cdnn_make_reorder(packed, plain, &gradient->unpacking);
  if (!status) status = dnnl_memory_create(&gradient->source, CDNN_REFERENCE(made->source), engine, DNNL_MEMORY_NONE);
  if (!status)
    status = dnnl_memory_create(&gradient->destination, CDNN_REFERENCE(made->destination), engine, DNNL_MEMORY_NONE);
  if (!status) status = cdnn_make_scratch(gradient->description, &gradient->scratch_size, &gradient->scratch);
  return status;
}

static dnnl_status_t build(
    cdnn_weight_gradient *gradient, const cdnn_convolution_shape *shape, struct cdnn_descriptors *made) {
  dnnl_status_t status = cdnn_describe_all(shape, false, made);
  if (!status) status = choose(gradient, shape, made);
  if (!status) status = dnnl_primitive_create(&gradient->primitive, gradient->description);
  if (!status) status = dnnl_stream_create(&gradient->stream, cdnn_engine(), dnnl_stream_default_flags);
  if (!status) status = make_memories(gradient, made);
  if (!status)
    status = dnnl_primitive_desc_query(
        gradient->description, dnnl_query_impl_info_str, 0, (void *)&gradient->implementation);
  return status;
}

cdnn_weight_gradient *cdnn_weight_gradient_create(const cdnn_convolution_shape *shape, int *status) {
  cdnn_weight_gradient *gradient = cdnn_engine() ? calloc(1, sizeof *gradient) : NULL;
  if (!gradient) {
    *status = cdnn_engine() ? dnnl_out_of_memory : dnnl_runtime_error;
    return NULL;
  }
  struct cdnn_descriptors made = {0};
  cdnn_begin_making();
  *status = build(gradient, shape, &made);
  cdnn_end_making();
  cdnn_forget_all(&made);
  if (*status == dnnl_success) return gradient;
  cdnn_weight_gradient_destroy(gradient);
  return NULL;
}

void cdnn_weight_gradient_destroy(cdnn_weight_gradient *gradient) {
  if (!gradient) return;
  dnnl_memory_t memories[] = {
      gradient->source, gradient->destination, gradient->weights, gradient->plain_weights, gradient->scratch};
  for (size_t i = 0; i < sizeof memories / sizeof *memories; i++)
    if (memories[i]) dnnl_memory_destroy(memories[i]);
  if (gradient->primitive) dnnl_primitive_destroy(gradient->primitive);
  if (gradient->unpacking) dnnl_primitive_destroy(gradient->unpacking);
  if (gradient->description) dnnl_primitive_desc_destroy(gradient->description);
  if (gradient->stream) dnnl_stream_destroy(gradient->stream);
  free(gradient->packed_weights);
  free(gradient);
}

size_t cdnn_weight_gradient_scratch_size(const cdnn_weight_gradient *gradient) { return gradient->scratch_size; }

const char *cdnn_weight_gradient_implementation(const cdnn_weight_gradient *gradient) {
  return gradient->implementation;
}

static dnnl_status_t unpack(cdnn_weight_gradient *gradient, float *weights) {
  dnnl_status_t status = dnnl_memory_set_data_handle(gradient->plain_weights, weights);
  if (status) return status;
  dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, gradient->weights}, {DNNL_ARG_TO, gradient->plain_weights}};
  return dnnl_primitive_execute(gradient->unpacking, gradient->stream, 2, arguments);
}

int cdnn_weight_gradient_run(
    cdnn_weight_gradient *gradient, const float *source, const float *destination, float *weights, void *scratch) {
  dnnl_status_t status = dnnl_memory_set_data_handle(gradient->source, (void *)source);
  if (!status) status = dnnl_memory_set_data_handle(gradient->destination, (void *)destination);
  if (!status && gradient->scratch) status = dnnl_memory_set_data_handle(gradient->scratch, scratch);
  if (status) return status;
  dnnl_exec_arg_t arguments[4] = {
      {DNNL_ARG_SRC, gradient->source},
      {DNNL_ARG_DIFF_DST, gradient->destination},
      {DNNL_ARG_DIFF_WEIGHTS, gradient->weights},
  };
  int count = 3;
  if (gradient->scratch) arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_SCRATCHPAD, gradient->scratch};
  status = dnnl_primitive_execute(gradient->primitive, gradient->stream, count, arguments);
  if (!status) status = unpack(gradient, weights);
  return status ? status : dnnl_stream_wait(gradient->stream);
}
