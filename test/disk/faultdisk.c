/*
 * A preloaded library that stands between a program and its disk, for tests only.
 *
 * It watches the files below FAULTDISK_DIR and does three things, each switched on by its variable:
 *   FAULTDISK_TRACE=FILE   record every open, write, truncate, sync, unlink and rename, in order, with the bytes,
 *                          so that a test can rebuild what a disk may hold after a power cut at any point;
 *   FAULTDISK_FAIL=OP:N:ERR[:once]  let the N-th OP (write, sync, open, any) and all later ones answer ERR
 *                          (EIO, ENOSPC, EROFS); with `once` only that one;
 *   FAULTDISK_KILL=OP:N[:when]  send SIGKILL to this process at the N-th OP (write, sync, send), `before` it (default),
 *                          `after` it, or `mid`-way through a write (half of its bytes are written).
 *   OP may name files, as in `write@mirror`: then only those with that text in their name count.
 * The counting starts when the file FAULTDISK_DIR/faultdisk-armed is opened (so set-up is not counted), or at once
 * where FAULTDISK_ARMED=1. A running program sets a new fault, counted from there, by opening a file of the name
 * `faultdisk-fail=OP:N:ERR` or `faultdisk-kill=OP:N:when` in FAULTDISK_DIR, and ends it with `faultdisk-clear`.
 *
 * A trace is a sequence of records: u32 kind, u32 file, u64 offset, u32 length, then `length` bytes.
 * Numbers are in the machine's byte order. Kind 1 opens: file is a new number, offset the file's size, bytes its path.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { K_OPEN = 1, K_WRITE = 2, K_TRUNCATE = 3, K_SYNC = 4, K_UNLINK = 5, K_RENAME = 6 };
enum op { OP_WRITE = 1, OP_SYNC = 2, OP_OPEN = 4, OP_SEND = 8 };
enum when { BEFORE, AFTER, MID };
#define FDS_MAX 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char dir[PATH_MAX];
static size_t dir_length;
static int trace_fd = -1;
static uint32_t file_of_fd[FDS_MAX]; /* 0: not watched */
static char name_of_fd[FDS_MAX][64];
static char fail_only[64], kill_only[64];
static uint32_t files;
static int armed;
static int fail_ops, fail_errno, fail_once;
static long fail_at, fail_seen;
static int kill_ops;
static long kill_at, kill_seen;
static enum when kill_when;

static int (*real_open)(const char *, int, ...);
static int (*real_open64)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_openat64)(int, const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_ftruncate64)(int, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);
static ssize_t (*real_send)(int, const void *, size_t, int);
static ssize_t (*real_writev)(int, const struct iovec *, int);

static int parse_ops(const char *name) {
  if (!strncmp(name, "write", 5)) return OP_WRITE;
  if (!strncmp(name, "sync", 4)) return OP_SYNC;
  if (!strncmp(name, "open", 4)) return OP_OPEN;
  if (!strncmp(name, "send", 4)) return OP_SEND;
  return OP_WRITE | OP_SYNC | OP_OPEN;
}

/* The text between @ and the first colon; empty: all files. */
static void parse_only(const char *text, char *only) {
  const char *at = strchr(text, '@'), *colon = strchr(text, ':');
  only[0] = 0;
  if (at && colon && at < colon) snprintf(only, 64, "%.*s", (int)(colon - at - 1), at + 1);
}

static void parse_fail(const char *text) {
  const char *colon = strchr(text, ':');
  if (!colon) return;
  parse_only(text, fail_only);
  fail_seen = 0;
  fail_ops = parse_ops(text);
  fail_at = strtol(colon + 1, NULL, 10);
  fail_errno = strstr(text, "ENOSPC") ? ENOSPC : strstr(text, "EROFS") ? EROFS : EIO;
  fail_once = strstr(text, ":once") != NULL;
}

static void parse_kill(const char *text) {
  const char *colon = strchr(text, ':');
  if (!colon) return;
  parse_only(text, kill_only);
  kill_seen = 0;
  kill_ops = parse_ops(text);
  kill_at = strtol(colon + 1, NULL, 10);
  kill_when = strstr(text, ":after") ? AFTER : strstr(text, ":mid") ? MID : BEFORE;
}

__attribute__((constructor)) static void start(void) {
  real_open = dlsym(RTLD_NEXT, "open");
  real_open64 = dlsym(RTLD_NEXT, "open64");
  real_openat = dlsym(RTLD_NEXT, "openat");
  real_openat64 = dlsym(RTLD_NEXT, "openat64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite");
  real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
  real_ftruncate64 = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_send = dlsym(RTLD_NEXT, "send");
  real_writev = dlsym(RTLD_NEXT, "writev");
  const char *watched = getenv("FAULTDISK_DIR");
  if (watched && realpath(watched, dir)) dir_length = strlen(dir);
  const char *trace = getenv("FAULTDISK_TRACE");
  if (trace && dir_length) trace_fd = real_open(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (getenv("FAULTDISK_FAIL")) parse_fail(getenv("FAULTDISK_FAIL"));
  if (getenv("FAULTDISK_KILL")) parse_kill(getenv("FAULTDISK_KILL"));
  armed = getenv("FAULTDISK_ARMED") != NULL;
}

static int watched_path(const char *path, char *out) {
  if (!dir_length || !path) return 0;
  if (path[0] != '/') {
    char cwd[PATH_MAX];
    if (!getcwd(cwd, sizeof cwd) || snprintf(out, PATH_MAX, "%s/%s", cwd, path) >= PATH_MAX) return 0;
  } else if (snprintf(out, PATH_MAX, "%s", path) >= PATH_MAX) {
    return 0;
  }
  return !strncmp(out, dir, dir_length) && out[dir_length] == '/';
}

static void record(uint32_t kind, uint32_t file, uint64_t offset, const void *bytes, uint32_t length) {
  if (trace_fd < 0) return;
  struct { uint32_t kind, file; uint64_t offset; uint32_t length; } __attribute__((packed)) head = {kind, file, offset, length};
  struct iovec parts[2] = {{&head, sizeof head}, {(void *)bytes, length}};
  if (real_writev(trace_fd, parts, length ? 2 : 1) < 0) abort();
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

/* Called with the lock held. Answers an errno to fail with, or 0. */
static int fault(int op, const char *name) {
  if (!armed) return 0;
  if ((kill_ops & op) && strstr(name, kill_only) && ++kill_seen == kill_at && kill_when == BEFORE) die();
  if (!(fail_ops & op) || !strstr(name, fail_only)) return 0;
  fail_seen++;
  if (fail_once ? fail_seen == fail_at : fail_at > 0 && fail_seen >= fail_at) return fail_errno;
  return 0;
}

static int is_last(int op, const char *name, enum when when) {
  return armed && (kill_ops & op) && kill_seen == kill_at && kill_when == when && strstr(name, kill_only);
}
static void killed_after(int op, const char *name) { if (is_last(op, name, AFTER)) die(); }
static int dying_midway(int op, const char *name) { return is_last(op, name, MID); }

static uint32_t file_of(int fd) { return fd >= 0 && fd < FDS_MAX ? file_of_fd[fd] : 0; }

static void control(const char *command) {
  armed = 1;
  if (!strncmp(command, "fail=", 5)) parse_fail(command + 5);
  if (!strncmp(command, "kill=", 5)) parse_kill(command + 5);
  if (!strcmp(command, "clear")) fail_ops = kill_ops = 0;
}

/* Where the file stood before this open, so that a rebuild starts from the right size. */
static void opened(int fd, const char *path) {
  if (fd < 0 || fd >= FDS_MAX) return;
  struct stat facts;
  uint64_t size = fstat(fd, &facts) == 0 ? (uint64_t)facts.st_size : 0;
  file_of_fd[fd] = ++files;
  record(K_OPEN, files, size, path, (uint32_t)strlen(path));
  const char *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path;
  snprintf(name_of_fd[fd], sizeof name_of_fd[fd], "%s", name);
  if (!strncmp(name, "faultdisk-", 10)) control(name + 10);
}

#define OPEN_BODY(CALL)                                        \
  mode_t mode = 0;                                             \
  if (flags & (O_CREAT | O_TMPFILE)) {                         \
    va_list rest; va_start(rest, flags);                       \
    mode = va_arg(rest, mode_t); va_end(rest);                 \
  }                                                            \
  char full[PATH_MAX];                                         \
  if (!watched_path(path, full)) return CALL;                  \
  pthread_mutex_lock(&lock);                                   \
  int control_file = strstr(full, "/faultdisk-") != NULL;                \
  int error = (flags & O_CREAT) && !control_file ? fault(OP_OPEN, full) : 0;           \
  int fd = error ? -1 : CALL;                                  \
  if (fd >= 0 && (flags & (O_WRONLY | O_RDWR))) opened(fd, full); \
  if (fd >= 0 && (flags & O_CREAT) && !control_file) killed_after(OP_OPEN, full);     \
  int kept = errno;                                            \
  pthread_mutex_unlock(&lock);                                 \
  errno = error ? error : kept;                                \
  return fd;

int open(const char *path, int flags, ...) { OPEN_BODY(real_open(path, flags, mode)) }
int open64(const char *path, int flags, ...) { OPEN_BODY(real_open64(path, flags, mode)) }
int openat(int at, const char *path, int flags, ...) { OPEN_BODY(real_openat(at, path, flags, mode)) }
int openat64(int at, const char *path, int flags, ...) { OPEN_BODY(real_openat64(at, path, flags, mode)) }

int close(int fd) {
  pthread_mutex_lock(&lock);
  if (fd >= 0 && fd < FDS_MAX) file_of_fd[fd] = 0;
  pthread_mutex_unlock(&lock);
  return real_close(fd);
}

static ssize_t watched_write(int fd, const void *bytes, size_t length, off64_t offset, int positioned) {
  pthread_mutex_lock(&lock);
  const char *name = name_of_fd[fd];
  int error = fault(OP_WRITE, name);
  ssize_t done = -1;
  if (!error) {
    if (!positioned) offset = lseek64(fd, 0, SEEK_CUR);
    size_t part = dying_midway(OP_WRITE, name) ? length / 2 : length;
    done = positioned ? real_pwrite64(fd, bytes, part, offset) : real_write(fd, bytes, part);
    if (done > 0) record(K_WRITE, file_of(fd), (uint64_t)offset, bytes, (uint32_t)done);
    if (part != length) die();
    killed_after(OP_WRITE, name);
  }
  int kept = errno;
  pthread_mutex_unlock(&lock);
  errno = error ? error : kept;
  return done;
}

/* Node's libuv writes to sockets with write, writev or send; all three count as OP_SEND where a network is behind. */
static int is_socket(int fd) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  if (getsockname(fd, (struct sockaddr *)&address, &length) != 0) return 0;
  return address.ss_family == AF_INET || address.ss_family == AF_INET6;
}
static void sending(int fd, int before) {
  if (!(kill_ops & OP_SEND) || !armed || !is_socket(fd)) return;
  pthread_mutex_lock(&lock);
  if (before) fault(OP_SEND, ""); else killed_after(OP_SEND, "");
  pthread_mutex_unlock(&lock);
}
ssize_t write(int fd, const void *bytes, size_t length) {
  if (file_of(fd)) return watched_write(fd, bytes, length, 0, 0);
  sending(fd, 1);
  ssize_t done = real_write(fd, bytes, length);
  int kept = errno; sending(fd, 0); errno = kept;
  return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return file_of(fd) ? watched_write(fd, bytes, length, offset, 1) : real_pwrite(fd, bytes, length, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return file_of(fd) ? watched_write(fd, bytes, length, offset, 1) : real_pwrite64(fd, bytes, length, offset);
}

static int watched_truncate(int fd, off64_t length) {
  pthread_mutex_lock(&lock);
  const char *name = name_of_fd[fd];
  int error = fault(OP_WRITE, name);
  int done = error ? -1 : real_ftruncate64(fd, length);
  if (!done) { record(K_TRUNCATE, file_of(fd), (uint64_t)length, NULL, 0); killed_after(OP_WRITE, name); }
  int kept = errno;
  pthread_mutex_unlock(&lock);
  errno = error ? error : kept;
  return done;
}
int ftruncate(int fd, off_t length) { return file_of(fd) ? watched_truncate(fd, length) : real_ftruncate(fd, length); }
int ftruncate64(int fd, off64_t length) { return file_of(fd) ? watched_truncate(fd, length) : real_ftruncate64(fd, length); }

static int watched_sync(int fd, int (*real)(int)) {
  pthread_mutex_lock(&lock);
  const char *name = name_of_fd[fd];
  int error = fault(OP_SYNC, name);
  int done = error ? -1 : real(fd);
  if (!done) { record(K_SYNC, file_of(fd), 0, NULL, 0); killed_after(OP_SYNC, name); }
  int kept = errno;
  pthread_mutex_unlock(&lock);
  errno = error ? error : kept;
  return done;
}
int fsync(int fd) { return file_of(fd) ? watched_sync(fd, real_fsync) : real_fsync(fd); }
int fdatasync(int fd) { return file_of(fd) ? watched_sync(fd, real_fdatasync) : real_fdatasync(fd); }

int unlink(const char *path) {
  char full[PATH_MAX];
  if (!watched_path(path, full)) return real_unlink(path);
  pthread_mutex_lock(&lock);
  int done = real_unlink(path);
  if (!done) record(K_UNLINK, 0, 0, full, (uint32_t)strlen(full));
  int kept = errno;
  pthread_mutex_unlock(&lock);
  errno = kept;
  return done;
}

int rename(const char *from, const char *to) {
  char full_from[PATH_MAX], full_to[PATH_MAX], both[2 * PATH_MAX];
  int watched = watched_path(from, full_from) && watched_path(to, full_to);
  if (!watched) return real_rename(from, to);
  pthread_mutex_lock(&lock);
  int done = real_rename(from, to);
  int length = snprintf(both, sizeof both, "%s\n%s", full_from, full_to);
  if (!done) record(K_RENAME, 0, 0, both, (uint32_t)length);
  int kept = errno;
  pthread_mutex_unlock(&lock);
  errno = kept;
  return done;
}

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
  sending(fd, 1);
  ssize_t done = real_send(fd, bytes, length, flags);
  int kept = errno; sending(fd, 0); errno = kept;
  return done;
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  sending(fd, 1);
  ssize_t done = real_writev(fd, parts, count);
  int kept = errno; sending(fd, 0); errno = kept;
  return done;
}
