// The parent's side of the reader, and the child's loop.
#include "worker.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif

enum { first_inherited_descriptor = 3, longest_name = 65536 };

// Inherited descriptors would keep other people's pipes open and other files locked.
static void close_inherited_descriptors(int kept) {
  if (kept != first_inherited_descriptor) {
    dup2(kept, first_inherited_descriptor);
  }
#if defined(SYS_close_range)
  if (syscall(SYS_close_range, first_inherited_descriptor + 1, ~0U, 0) == 0) return;
#endif
  long limit = sysconf(_SC_OPEN_MAX);
  if (limit < 0 || limit > 65536) limit = 65536;
  for (int descriptor = first_inherited_descriptor + 1; descriptor < limit; ++descriptor) close(descriptor);
}

// The parent decides when a reader ends: an interrupt typed at the terminal reaches the child too and must not end it.
static void reset_signals(void) {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  signal(SIGINT, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
}

// An endless loop ends by SIGPROF, a wait without end by SIGALRM; 0 seconds disarms both.
static void bound_time(unsigned cpu_seconds) {
  struct itimerval timer = {{0, 0}, {cpu_seconds, 0}};
  setitimer(ITIMER_PROF, &timer, NULL);
  alarm(cpu_seconds * 10);
}

static bool receive_bytes(int socket, void *buffer, size_t count) {
  uint8_t *next = buffer;
  while (count > 0) {
    ssize_t received = recv(socket, next, count, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) return false;
    next += received;
    count -= (size_t)received;
  }
  return true;
}

// Whether `path` is a file this process may read at all; answers the request if not.
static bool check_file(worker *self, const char *path) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat facts;
  if (descriptor < 0 || fstat(descriptor, &facts) != 0) {
    bool missing = errno == ENOENT || errno == ENOTDIR;
    reply_failure(self, missing ? CHDF5R_MISSING_FILE : CHDF5R_UNREADABLE_FILE, strerror(errno));
    return false;
  }
  close(descriptor);
  if (!S_ISREG(facts.st_mode)) {
    reply_failure(self, CHDF5R_UNREADABLE_FILE, S_ISDIR(facts.st_mode) ? "it is a folder" : "it is not a regular file");
    return false;
  }
  self->file_size = (uint64_t)facts.st_size;
  return true;
}

static void open_file(worker *self, const char *path) {
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  if (!check_file(self, path)) _exit(0);
  htri_t recognised = H5Fis_hdf5(path);
  if (recognised <= 0) {
    if (recognised == 0) reply_failure(self, CHDF5R_NOT_HDF5, "it does not carry the HDF5 signature");
    else reply_library_failure(self, CHDF5R_NOT_HDF5, "looking for the HDF5 signature");
    _exit(0);
  }
  self->file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
  if (self->file < 0) {
    reply_library_failure(self, CHDF5R_DAMAGED, "opening the file");
    _exit(0);
  }
  output size = {0};
  output_u64(&size, self->file_size);
  reply_output(self, &size);
}

static void answer(const worker *self, const chdf5r_request *request, const char *name) {
  switch (request->operation) {
    case CHDF5R_LIST: answer_list(self, request->first); break;
    case CHDF5R_DESCRIBE: answer_describe(self, name); break;
    case CHDF5R_ATTRIBUTES: answer_attributes(self, name); break;
    case CHDF5R_READ: answer_read(self, name, request); break;
    case CHDF5R_TEXTS: answer_texts(self, name); break;
    default: reply_failure(self, CHDF5R_WRONG_KIND, "unknown request");
  }
}

// Never returns, and leaves without running the parent's exit handlers.
static _Noreturn void serve(int socket, const char *path, unsigned cpu_seconds) {
  reset_signals();
  close_inherited_descriptors(socket);
  worker self = {.file = -1, .socket = first_inherited_descriptor, .file_size = 0};
  bound_time(cpu_seconds);
  open_file(&self, path);
  for (;;) {
    bound_time(0);
    chdf5r_request request;
    if (!receive_bytes(self.socket, &request, sizeof request) || request.name_length > longest_name) _exit(0);
    char *name = malloc((size_t)request.name_length + 1);
    if (name == NULL || !receive_bytes(self.socket, name, request.name_length)) _exit(0);
    name[request.name_length] = 0;
    bound_time(cpu_seconds + (unsigned)(self.file_size >> 22));  // and a second for every 4 MB of file
    answer(&self, &request, name);
    free(name);
  }
}

int chdf5r_start(chdf5r_reader *reader, const char *path, unsigned cpu_seconds) {
  // The library must be ready before the fork, and must not write at exit into files that the parent has open.
  H5dont_atexit();
  if (H5open() < 0) return ENOSYS;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return errno;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  pid_t process = fork();
  if (process == 0) serve(ends[1], path, cpu_seconds);
  int failure = errno;
  close(ends[1]);
  if (process < 0) {
    close(ends[0]);
    return failure;
  }
#if defined(SO_NOSIGPIPE)
  int on = 1;
  setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  reader->socket = ends[0];
  reader->process = process;
  return 0;
}

static int send_all(int socket, const void *bytes, size_t count) {
#if defined(MSG_NOSIGNAL)
  const int flags = MSG_NOSIGNAL;
#else
  const int flags = 0;
#endif
  const uint8_t *next = bytes;
  while (count > 0) {
    ssize_t sent = send(socket, next, count, flags);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return -1;
    next += sent;
    count -= (size_t)sent;
  }
  return 0;
}

int chdf5r_send(const chdf5r_reader *reader, const chdf5r_request *request, const void *name) {
  if (send_all(reader->socket, request, sizeof *request) != 0) return -1;
  return send_all(reader->socket, name, request->name_length);
}

int chdf5r_receive(const chdf5r_reader *reader, void *buffer, size_t size) {
  return receive_bytes(reader->socket, buffer, size) ? 0 : -1;
}

// A child that is still well is killed: it holds nothing that must be put away.
int chdf5r_stop(chdf5r_reader *reader) {
  if (reader->process <= 0) return 0;
  close(reader->socket);
  int status = 0;
  pid_t ended = 0;
  for (int attempt = 0; attempt < 50 && ended == 0; ++attempt) {
    ended = waitpid(reader->process, &status, WNOHANG);
    if (ended == 0) usleep(attempt < 10 ? 100 : 1000);
  }
  if (ended == 0) {
    kill(reader->process, SIGKILL);
    while (waitpid(reader->process, &status, 0) < 0 && errno == EINTR) {}
    status = 0;
  }
  reader->process = 0;
  reader->socket = -1;
  return ended > 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

void send_bytes(int socket, const void *bytes, size_t count) {
  if (send_all(socket, bytes, count) != 0) _exit(0);
}
