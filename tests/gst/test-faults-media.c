/* test-faults-media.c
 *
 * What ends a stream that plays: silence, cuts and lengths, as dvripsrc ! dvripdemux meets them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fault-rig.h"

#define SHORT_MS 400

typedef struct {
  const char *name, *fault;
  const char *reason;
  const char *ended_by;
  guint       allowed_ms;
  RigOptions  options;
} Case;

#define LENGTH_MEMORY    { .memory_kib = 1024 }
#define STARVE_MEMORY    { .memory_kib = 128, .deadline = "unit-timeout", .deadline_ms = SHORT_MS }
#define UNIT_DEADLINE    { .deadline = "unit-timeout", .deadline_ms = SHORT_MS }
#define SILENCE_DEADLINE { .deadline = "silence-timeout", .deadline_ms = SHORT_MS }

/* The reason, who ended it, and what reliability allows from the fault to the error; of those that
 * strike with the fourth picture, the time until that is due is counted as well. */
static const Case ending[] = {
  { "reset", "reset", "reset", "device", 500 },
  { "close", "close", "closed-by-device", "device", 500 },
  { "cut", "cut", "closed-by-device", "device", 500 },
  { "cut-reset", "cut-reset", "reset", "device", 500 },
  { "stall", "stall", "silent", "us", SHORT_MS + 500, SILENCE_DEADLINE },
  { "drip", "drip=50", "silent", "us", 240 + SHORT_MS + 500, UNIT_DEADLINE },
  { "starve", "starve", "silent", "us", 240 + SHORT_MS + 500, STARVE_MEMORY },
  { "starve-unit", "starve-unit", "silent", "us", 240 + SHORT_MS + 500, STARVE_MEMORY },
  { "packet-length-0xffffffff", "packet-length=0xFFFFFFFF", "bad-data", "us", 240 + 100, LENGTH_MEMORY },
  { "packet-length-0x7fffffff", "packet-length=0x7FFFFFFF", "bad-data", "us", 240 + 100, LENGTH_MEMORY },
  { "packet-length-0", "packet-length=0", "bad-data", "us", 240 + 100, LENGTH_MEMORY },
  { "packet-length-1", "packet-length=1", "bad-data", "us", 240 + 100, LENGTH_MEMORY },
  { "unit-length-0xffffffff", "unit-length=0xFFFFFFFF", "bad-data", "us", 240 + 100, LENGTH_MEMORY },
  { "unit-length-0x7fffffff", "unit-length=0x7FFFFFFF", "bad-data", "us", 240 + 100, LENGTH_MEMORY },
};

static void
test_ending (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = rig_new (&test->options);
  RigResult result;

  rig_play (rig);
  rig_wait_pictures (rig, 5);
  rig_set_fault (rig, test->fault);
  rig_wait_error (rig, &result);
  g_assert_cmpstr (result.reason, ==, test->reason);
  g_assert_cmpstr (result.ended_by, ==, test->ended_by);
  rig_leave (rig, test->name, test->reason, test->allowed_ms, &result);
}

/* The same, from the beginning of the stream. */
static void
test_ending_at_once (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = rig_new (&test->options);
  g_autofree char *name = g_strconcat (test->name, " (from the start)", NULL);
  RigResult result;

  rig_set_fault (rig, test->fault);
  rig_play (rig);
  rig_wait_error (rig, &result);
  g_assert_cmpstr (result.reason, ==, test->reason);
  rig_leave (rig, name, test->reason, test->allowed_ms + 1000, &result);
}

static void
add_cases (const char    *folder,
           const Case    *cases,
           gsize          n_cases,
           GTestDataFunc  function)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autofree char *path = g_strdup_printf ("/gst/faults-media/%s/%s", folder, cases[i].name);

    g_test_add_data_func (path, &cases[i], function);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  add_cases ("ends", ending, G_N_ELEMENTS (ending), test_ending);
  /* Those that do not happen once to what is connected. */
  add_cases ("ends-from-the-start", ending + 5, G_N_ELEMENTS (ending) - 5, test_ending_at_once);

  return rig_run ();
}
