/* wall-renderer.c
 *
 * Chooses GTK's renderer before the first window: where OpenGL is done in software, or not at all,
 * cairo paints the wall for a third of what OpenGL would cost.
 * Main thread, before gtk_init() and before any other thread is started.
 *
 * A machine without a device for rendering is known by its files. On others a child process asks
 * OpenGL on the display that GTK will use: drivers that hang or crash there do it in the child, and
 * within a deadline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-renderer.h"

#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wall-gl-probe.h"

#define DEADLINE_MS 2000

static char *reason;

/* Where the kernel, or a vendor's driver, offers a GPU. WSL and phones have names of their own. */
static const char *const device_patterns[] = {
  "/dev/dri/renderD*", "/dev/nvidia[0-9]*", "/dev/nvidiactl", "/dev/mali*",
  "/dev/kgsl-3d0",     "/dev/dxg",          "/dev/pvr*",
};

static gboolean
has_device (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (device_patterns); i++) {
    glob_t found = { 0 };
    int result = glob (device_patterns[i], GLOB_NOSORT, NULL, &found);

    globfree (&found);
    if (result == 0)
      return TRUE;
  }

  return FALSE;
}

static gsize
read_until_deadline (int    fd,
                     char  *buffer,
                     gsize  size)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_MS * 1000;
  gsize length = 0;

  while (length < size) {
    struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
    gint64 left_us = deadline_us - g_get_monotonic_time ();
    gssize n;

    if (left_us <= 0 || poll (&poll_fd, 1, (int) (left_us / 1000) + 1) <= 0)
      break;
    n = read (fd, buffer + length, size - length);
    if (n <= 0)
      break;
    length += n;
  }

  return length;
}

static G_NORETURN void
probe_in_child (int fd)
{
  char renderer[256] = "";
  gsize length;

  /* What drivers have to say about a display without OpenGL is no news to the user. */
  close (STDERR_FILENO);
  wall_gl_probe (renderer, sizeof renderer);
  length = strlen (renderer);
  _exit (write (fd, renderer, length) == (gssize) length ? 0 : 1);
}

/* Returns: (transfer full): what OpenGL calls its renderer; "" if there is none, or it does not say
 * so in time */
static char *
ask_opengl (void)
{
  char answer[256] = "";
  int fds[2];
  gsize length;
  pid_t child;

  if (pipe (fds) != 0)
    return g_strdup ("");

  child = fork ();
  if (child == 0)
    probe_in_child (fds[1]);

  close (fds[1]);
  length = child > 0 ? read_until_deadline (fds[0], answer, sizeof answer - 1) : 0;
  close (fds[0]);
  if (child > 0) {
    kill (child, SIGKILL);
    waitpid (child, NULL, 0);
  }

  return g_utf8_make_valid (answer, length);
}

static void
choose_cairo (void)
{
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
}

/**
 * wall_renderer_is_software:
 * @gl_renderer: what `glGetString (GL_RENDERER)` says
 *
 * Returns: whether the CPU does the work, also where a virtual GPU hands it to a CPU
 */
gboolean
wall_renderer_is_software (const char *gl_renderer)
{
  static const char *const names[] = {
    "llvmpipe", "softpipe", "swrast", "software rasterizer", "swiftshader", "gdi generic",
  };
  g_autofree char *lower = g_ascii_strdown (gl_renderer, -1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strstr (lower, names[i]))
      return TRUE;
  }

  return *lower == '\0';
}

/**
 * wall_renderer_choose:
 *
 * Sets `GSK_RENDERER` to `cairo` where that is cheaper, unless the user has set it.
 */
void
wall_renderer_choose (void)
{
  const char *chosen = g_getenv ("GSK_RENDERER");
  g_autofree char *renderer = NULL;

  g_clear_pointer (&reason, g_free);
  if (chosen && *chosen) {
    reason = g_strdup_printf ("GSK_RENDERER is %s", chosen);
    return;
  }
  if (!has_device ()) {
    reason = g_strdup ("no graphics device");
    choose_cairo ();
    return;
  }

  renderer = ask_opengl ();
  reason = g_strdup_printf ("OpenGL: %s", *renderer ? renderer : "none");
  if (wall_renderer_is_software (renderer))
    choose_cairo ();
}

/**
 * wall_renderer_get_reason:
 *
 * Returns: (transfer none): why the renderer is what it is
 */
const char *
wall_renderer_get_reason (void)
{
  return reason ? reason : "";
}
