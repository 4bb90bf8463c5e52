/* e2e-input.c
 *
 * A keyboard and a mouse.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-input.h"

#include <stdarg.h>

#define WAIT_SECONDS 30
#define POLL_US (50 * 1000)

/* What is not seen by then, while the wall answers all the time, was not done. Two clicks so far apart
 * are no double click. */
#define AGAIN_SECONDS (e2e_is_small () ? 8.0 : 3.0)

/* For some attempts, of which each may be long: it types a path. */
#define REPEAT_SECONDS 90

static GSubprocess *
start (const char       *arguments,
       GSubprocessFlags  flags)
{
  g_autofree char *command = g_strconcat ("xdotool ", arguments, NULL);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;

  g_shell_parse_argv (command, NULL, &argv, &error);
  g_assert_no_error (error);

  return e2e_spawn ((const char *const *) argv, flags, NULL);
}

static void
run (const char *arguments)
{
  g_autoptr (GSubprocess) process = start (arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE);

  if (!g_subprocess_wait_check (process, NULL, NULL))
    g_error ("xdotool %s: failed", arguments);
}

/* (nullable): what it said, %NULL if it failed, as a search does that finds nothing. */
static char *
ask (const char *arguments)
{
  g_autoptr (GSubprocess) process = start (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                      G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  char *said = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, NULL);
  if (!g_subprocess_get_successful (process))
    g_clear_pointer (&said, g_free);

  return said ? g_strstrip (said) : NULL;
}

/**
 * e2e_xdotool:
 * @format: its arguments, quoted as for a shell
 */
void
e2e_xdotool (const char *format,
             ...)
{
  g_autofree char *arguments = NULL;
  va_list rest;

  va_start (rest, format);
  arguments = g_strdup_vprintf (format, rest);
  va_end (rest);
  run (arguments);
}

/* Of several windows of that title, the first; whoever is on top has the keyboard. */
static gboolean
take_keyboard (gpointer data)
{
  g_autofree char *search = g_strdup_printf ("search --onlyvisible --name '%s'", (char *) data);
  g_autofree char *found = ask (search);
  g_auto (GStrv) windows = g_strsplit (found ? found : "", "\n", -1);
  g_autofree char *focused = ask ("getwindowfocus");
  g_autofree char *activate = NULL;
  g_autofree char *said = NULL;

  if (windows[0] == NULL)
    return FALSE;
  if (focused && g_strv_contains ((const char *const *) windows, focused))
    return TRUE;

  activate = g_strdup_printf ("windowactivate %s", windows[0]);
  said = ask (activate);

  return FALSE;
}

/**
 * e2e_focus_window:
 * @title: a regular expression
 *
 * Waits until the window is shown, and has the keyboard: what is typed from then on is its own.
 */
void
e2e_focus_window (const char *title)
{
  if (!e2e_wait_for (take_keyboard, (gpointer) title, WAIT_SECONDS))
    g_error ("No window “%s” has the keyboard", title);
}

void
e2e_press (const char *key)
{
  e2e_xdotool ("key %s", key);
}

/**
 * e2e_type:
 * @text: ASCII: what a key can write
 */
void
e2e_type (const char *text)
{
  g_autofree char *quoted = g_shell_quote (text);

  e2e_xdotool ("type --delay 5 -- %s", quoted);
}

/**
 * e2e_wait_for:
 *
 * Returns: whether it came before the time was over
 */
gboolean
e2e_wait_for (E2eCheck is_done,
              gpointer data,
              double   seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (!is_done (data)) {
    if (g_get_monotonic_time () > end)
      return FALSE;
    g_usleep (POLL_US);
  }

  return TRUE;
}

/**
 * e2e_repeat:
 * @is_done: whether its effect is seen; it asks the wall, so that the wall has had its turn
 * @format: arguments of xdotool
 *
 * Does it, and again as long as it has no effect.
 */
void
e2e_repeat (E2eCheck    is_done,
            gpointer    data,
            const char *format,
            ...)
{
  gint64 end = g_get_monotonic_time () + REPEAT_SECONDS * G_USEC_PER_SEC;
  g_autofree char *arguments = NULL;
  va_list rest;

  va_start (rest, format);
  arguments = g_strdup_vprintf (format, rest);
  va_end (rest);

  do {
    if (g_get_monotonic_time () > end)
      g_error ("xdotool %s: has no effect", arguments);
    g_free (ask (arguments));
  } while (!e2e_wait_for (is_done, data, AGAIN_SECONDS));
}

/**
 * e2e_wall_middle:
 *
 * Returns: the middle of a camera's picture; -1, -1 while it is not to be seen
 */
E2ePoint
e2e_wall_middle (E2eWall *wall,
                 guint    camera)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);
  JsonObject *object = e2e_report_camera (report, camera);
  E2eRect rect;

  if (!json_object_has_member (object, "picture")
      || json_object_get_null_member (object, "picture"))
    return (E2ePoint) { -1, -1 };

  rect = e2e_report_picture (report, camera);

  return (E2ePoint) { rect.x + rect.width / 2, rect.y + rect.height / 2 };
}

gboolean
e2e_point_is_near (E2ePoint a,
                   E2ePoint b)
{
  return ABS (a.x - b.x) <= 2 && ABS (a.y - b.y) <= 2;
}

/**
 * e2e_wall_wait_at:
 *
 * Until it is there: what was moved is seen to have moved with the next frame only.
 */
void
e2e_wall_wait_at (E2eWall *wall,
                  guint    camera,
                  E2ePoint point)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  E2ePoint now;

  while (!e2e_point_is_near (now = e2e_wall_middle (wall, camera), point)) {
    if (g_get_monotonic_time () > end)
      g_error ("Camera %u is at %d,%d, not at %d,%d", camera + 1, now.x, now.y, point.x, point.y);
    g_usleep (POLL_US);
  }
}

/**
 * e2e_wall_click:
 * @camera: that is where it shall stay
 */
void
e2e_wall_click (E2eWall *wall,
                guint    camera)
{
  E2ePoint point = e2e_wall_middle (wall, camera);

  e2e_xdotool ("mousemove %d %d click 1", point.x, point.y);
}
