#include "library.h"

#include <pthread.h>
#include <stdio.h>

#include "COneDNN.h"

static dnnl_engine_t engine;
static char version[32];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

static void start(void) {
  if (dnnl_engine_create(&engine, dnnl_cpu, 0) != dnnl_success) engine = NULL;
  const dnnl_version_t *loaded = dnnl_version();
  snprintf(version, sizeof version, "%d.%d.%d", loaded->major, loaded->minor, loaded->patch);
}

dnnl_engine_t cdnn_engine(void) {
  pthread_once(&once, start);
  return engine;
}

void cdnn_begin_making(void) { pthread_mutex_lock(&making); }

void cdnn_end_making(void) { pthread_mutex_unlock(&making); }

const char *cdnn_version(void) {
  pthread_once(&once, start);
  return version;
}

bool cdnn_has_bf16_tiles(void) {
  return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_amx) == dnnl_cpu_isa_avx512_core_amx;
}

bool cdnn_multiplies_bf16(void) {
  return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
}

const char *cdnn_status_name(int status) {
  switch ((dnnl_status_t)status) {
    case dnnl_success: return "success";
    case dnnl_out_of_memory: return "out of memory";
    case dnnl_invalid_arguments: return "invalid arguments";
    case dnnl_unimplemented: return "unimplemented";
    default: return "runtime error";
  }
}

#if DNNL_VERSION_MAJOR >= 3

dnnl_status_t cdnn_describe(
    cdnn_descriptor *descriptor, int rank, const dnnl_dims_t extents, dnnl_data_type_t type, dnnl_format_tag_t tag) {
  return dnnl_memory_desc_create_with_tag(descriptor, rank, extents, type, tag);
}

void cdnn_forget(cdnn_descriptor *descriptor) {
  if (*descriptor) dnnl_memory_desc_destroy(*descriptor);
  *descriptor = NULL;
}

#else

dnnl_status_t cdnn_describe(
    cdnn_descriptor *descriptor, int rank, const dnnl_dims_t extents, dnnl_data_type_t type, dnnl_format_tag_t tag) {
  return dnnl_memory_desc_init_by_tag(descriptor, rank, extents, type, tag);
}

void cdnn_forget(cdnn_descriptor *descriptor) { (void)descriptor; }

#endif

size_t cdnn_size(cdnn_descriptor_reference descriptor) { return dnnl_memory_desc_get_size(descriptor); }
