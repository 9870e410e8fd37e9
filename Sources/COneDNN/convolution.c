#include <stdlib.h>
#include <string.h>

#include "COneDNN.h"
#include "description.h"
#include "library.h"

// Everything a run needs: the primitive, its packed weights, and memory objects whose addresses are set per run.
struct cdnn_convolution {
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive, packing;
  dnnl_stream_t stream;
  dnnl_memory_t source, destination, plain_weights, weights, bias, scratch;
  void *packed_weights, *packed_bias;
  size_t bias_size, scratch_size;
  const char *implementation;
};

static dnnl_alg_kind_t algorithm_of(enum cdnn_activation activation) {
  switch (activation) {
    case CDNN_CLIP: return dnnl_eltwise_clip;
    case CDNN_ELU: return dnnl_eltwise_elu;
    case CDNN_SIGMOID: return dnnl_eltwise_logistic;
    case CDNN_TANH: return dnnl_eltwise_tanh;
    default: return dnnl_eltwise_relu;
  }
}

// The activation is applied before the result is stored.
static dnnl_status_t add_activation(const cdnn_convolution_shape *shape, dnnl_primitive_attr_t attributes) {
  if (shape->activation == CDNN_IDENTITY) return dnnl_success;
  dnnl_post_ops_t operations;
  dnnl_status_t status = dnnl_post_ops_create(&operations);
  if (status) return status;
#if DNNL_VERSION_MAJOR >= 3
  status = dnnl_post_ops_append_eltwise(operations, algorithm_of(shape->activation), shape->alpha, shape->beta);
#else
  status = dnnl_post_ops_append_eltwise(operations, 1, algorithm_of(shape->activation), shape->alpha, shape->beta);
#endif
  if (!status) status = dnnl_primitive_attr_set_post_ops(attributes, operations);
  dnnl_post_ops_destroy(operations);
  return status;
}

// Memory for the weights in the layout that the implementation asked for, and the reorder into it.
static dnnl_status_t prepare_weights(cdnn_convolution *convolution, struct cdnn_descriptors *made) {
  cdnn_descriptor_reference plain = CDNN_REFERENCE(made->plain_weights);
  cdnn_descriptor_reference wanted = dnnl_primitive_desc_query_md(convolution->description, dnnl_query_weights_md, 0);
  convolution->packed_weights = cdnn_aligned_bytes(cdnn_size(wanted));
  if (!convolution->packed_weights) return dnnl_out_of_memory;
  dnnl_status_t status =
      dnnl_memory_create(&convolution->weights, wanted, cdnn_engine(), convolution->packed_weights);
  if (!status) status = dnnl_memory_create(&convolution->plain_weights, plain, cdnn_engine(), DNNL_MEMORY_NONE);
  if (!status) status = cdnn_make_reorder(plain, wanted, &convolution->packing);
  return status;
}

static dnnl_status_t prepare_bias(cdnn_convolution *convolution, struct cdnn_descriptors *made) {
  convolution->bias_size = cdnn_size(CDNN_REFERENCE(made->bias));
  convolution->packed_bias = cdnn_aligned_bytes(convolution->bias_size);
  if (!convolution->packed_bias) return dnnl_out_of_memory;
  return dnnl_memory_create(
      &convolution->bias, CDNN_REFERENCE(made->bias), cdnn_engine(), convolution->packed_bias);
}

static dnnl_status_t make_memories(cdnn_convolution *convolution, struct cdnn_descriptors *made) {
  dnnl_engine_t engine = cdnn_engine();
  dnnl_status_t status =
      dnnl_memory_create(&convolution->source, CDNN_REFERENCE(made->source), engine, DNNL_MEMORY_NONE);
  if (!status)
    status =
        dnnl_memory_create(&convolution->destination, CDNN_REFERENCE(made->destination), engine, DNNL_MEMORY_NONE);
  if (!status) status = cdnn_make_scratch(convolution->description, &convolution->scratch_size, &convolution->scratch);
  return status;
}

static dnnl_status_t build(
    cdnn_convolution *convolution, const cdnn_convolution_shape *shape, bool has_bias,
    struct cdnn_descriptors *made) {
  dnnl_status_t status = cdnn_describe_all(shape, has_bias, made);
  if (status) return status;
  dnnl_primitive_attr_t attributes = NULL;
  status = cdnn_make_attributes(&attributes);
  if (!status) status = add_activation(shape, attributes);
  if (!status)
    status = cdnn_describe_forward(shape, made, dnnl_forward_inference, attributes, &convolution->description);
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  if (status) return status;
  status = dnnl_primitive_create(&convolution->primitive, convolution->description);
  if (!status) status = dnnl_stream_create(&convolution->stream, cdnn_engine(), dnnl_stream_default_flags);
  if (!status) status = prepare_weights(convolution, made);
  if (!status && has_bias) status = prepare_bias(convolution, made);
  if (!status) status = make_memories(convolution, made);
  if (!status)
    status = dnnl_primitive_desc_query(
        convolution->description, dnnl_query_impl_info_str, 0, (void *)&convolution->implementation);
  return status;
}

cdnn_convolution *cdnn_convolution_create(const cdnn_convolution_shape *shape, bool has_bias, int *status) {
  if (!cdnn_engine()) {
    *status = dnnl_runtime_error;
    return NULL;
  }
  cdnn_convolution *convolution = calloc(1, sizeof *convolution);
  if (!convolution) {
    *status = dnnl_out_of_memory;
    return NULL;
  }
  struct cdnn_descriptors made = {0};
  cdnn_begin_making();
  *status = build(convolution, shape, has_bias, &made);
  cdnn_end_making();
  cdnn_forget_all(&made);
  if (*status == dnnl_success) return convolution;
  cdnn_convolution_destroy(convolution);
  return NULL;
}

int cdnn_convolution_load(cdnn_convolution *convolution, const float *weights, const float *bias) {
  if (convolution->bias) memcpy(convolution->packed_bias, bias, convolution->bias_size);
  dnnl_status_t status = dnnl_memory_set_data_handle(convolution->plain_weights, (void *)weights);
  if (status) return status;
  dnnl_exec_arg_t arguments[] = {
      {DNNL_ARG_FROM, convolution->plain_weights}, {DNNL_ARG_TO, convolution->weights}};
  status = dnnl_primitive_execute(convolution->packing, convolution->stream, 2, arguments);
  return status ? status : dnnl_stream_wait(convolution->stream);
}

void cdnn_convolution_destroy(cdnn_convolution *convolution) {
  if (!convolution) return;
  dnnl_memory_t memories[] = {
      convolution->source,  convolution->destination, convolution->plain_weights,
      convolution->weights, convolution->bias,        convolution->scratch};
  for (size_t i = 0; i < sizeof memories / sizeof *memories; i++)
    if (memories[i]) dnnl_memory_destroy(memories[i]);
  if (convolution->primitive) dnnl_primitive_destroy(convolution->primitive);
  if (convolution->packing) dnnl_primitive_destroy(convolution->packing);
  if (convolution->description) dnnl_primitive_desc_destroy(convolution->description);
  if (convolution->stream) dnnl_stream_destroy(convolution->stream);
  free(convolution->packed_weights);
  free(convolution->packed_bias);
  free(convolution);
}

size_t cdnn_convolution_scratch_size(const cdnn_convolution *convolution) { return convolution->scratch_size; }

const char *cdnn_convolution_implementation(const cdnn_convolution *convolution) {
  return convolution->implementation;
}

int cdnn_convolution_run(cdnn_convolution *convolution, const void *source, void *destination, void *scratch) {
  dnnl_status_t status = dnnl_memory_set_data_handle(convolution->source, (void *)source);
  if (!status) status = dnnl_memory_set_data_handle(convolution->destination, destination);
  if (!status && convolution->scratch) status = dnnl_memory_set_data_handle(convolution->scratch, scratch);
  if (status) return status;
  dnnl_exec_arg_t arguments[5] = {
      {DNNL_ARG_SRC, convolution->source},
      {DNNL_ARG_DST, convolution->destination},
      {DNNL_ARG_WEIGHTS, convolution->weights},
  };
  int count = 3;
  if (convolution->bias) arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_BIAS, convolution->bias};
  if (convolution->scratch) arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_SCRATCHPAD, convolution->scratch};
  status = dnnl_primitive_execute(convolution->primitive, convolution->stream, count, arguments);
  return status ? status : dnnl_stream_wait(convolution->stream);
}
