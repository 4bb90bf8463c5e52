/* wall-time-text.c
 *
 * Times of day and dates, as the user's locale writes them. Pure; main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-time-text.h"

#include <langinfo.h>
#include <string.h>

/* Whether the locale counts twice to twelve. */
static gboolean
has_halves (void)
{
  const char *format = nl_langinfo (T_FMT);

  return strstr (format, "%p") || strstr (format, "%r") || strstr (format, "%I");
}

/**
 * wall_time_text:
 * @time: a moment, in the time zone in which it shall be read
 * @has_seconds: whether seconds matter
 *
 * Returns: (transfer full): the time of day
 */
char *
wall_time_text (GDateTime *time,
                gboolean   has_seconds)
{
  if (has_halves ())
    return g_date_time_format (time, has_seconds ? "%-I:%M:%S %p" : "%-I:%M %p");

  return g_date_time_format (time, has_seconds ? "%H:%M:%S" : "%H:%M");
}

/**
 * wall_day_text:
 * @time: a moment that is not of today
 *
 * Returns: (transfer full): the date and the time of day
 */
char *
wall_day_text (GDateTime *time)
{
  g_autofree char *clock = wall_time_text (time, FALSE);
  g_autofree char *date = g_date_time_format (time, "%x");

  return g_strdup_printf ("%s %s", date, clock);
}
