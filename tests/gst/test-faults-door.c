/* test-faults-door.c
 *
 * What goes wrong at the door and in answers, as dvripsrc ! dvripdemux meets it: the reason, the
 * time, and that nothing is left behind or held up.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "fault-rig.h"
#include "gstdvripsrc-private.h"

/* For what has to fail by a deadline of the element, instead of the real one. */
#define SHORT_MS 400

/* As reliability asks for, where nothing else is asked for. */
#define AT_ONCE_MS  1000
#define BAD_JSON_MS 50

/* A text of 1 MiB that really comes: the encoder has it several times over, while it is written. */
#define HUGE_KIB     (6 << 10)

/* Due so often, and not answered so many times. */
#define KEEPALIVE_MS 300
#define N_MISSED     5

typedef struct {
  const char *name, *fault;
  const char *expected;     /* reasons with commas between them; NULL: plays */
  int         ret;
  guint       allowed_ms;
  RigOptions  options;
} Case;

static gboolean
is_one_of (const char *reasons,
           const char *reason)
{
  g_auto (GStrv) all = g_strsplit (reasons, ",", -1);

  return g_strv_contains ((const char *const *) all, reason);
}

static const Case at_the_door[] = {
  { "refuse", "refuse", "refused", 0, AT_ONCE_MS },
  { "accept-close", "accept-close", "closed-by-device,reset", 0, AT_ONCE_MS },
  { "limit", "limit=0", "closed-by-device,reset", 0, AT_ONCE_MS },
  { "banner", "banner", "not-dvrip", 0, AT_ONCE_MS },
  { "silent", "silent", "silent", 0, SHORT_MS + 500,
    { .deadline = "login-timeout", .deadline_ms = SHORT_MS } },
  { "wrong-password", "wrong-password", "wrong-password", 203, AT_ONCE_MS },
  { "ret-106", "ret=106", "wrong-password", 106, AT_ONCE_MS },
  { "ret-204", "ret=204", "wrong-password", 204, AT_ONCE_MS },
  { "locked-out", "locked-out", "locked-out", 205, AT_ONCE_MS },
  { "ret-206", "ret=206", "locked-out", 206, AT_ONCE_MS },
  { "ret-107", "ret=107", "no-permission", 107, AT_ONCE_MS },
  { "ret-unknown", "ret=999", "rejected", 999, AT_ONCE_MS },
  { "no-ret", "no-ret", "rejected", 0, AT_ONCE_MS },
  { "offline", "offline", "channel-offline", 121, AT_ONCE_MS },
  { "no-sub", "no-sub", "rejected", 103, AT_ONCE_MS, { .is_sub = TRUE } },
  { "no-sub/main-plays", "no-sub", NULL, 0, AT_ONCE_MS },
  { "huge-json", "huge-json", "bad-data", 0, BAD_JSON_MS, { .memory_kib = HUGE_KIB } },
  { "deep-json", "deep-json", "bad-data", 0, BAD_JSON_MS },
  { "bad-utf8", "bad-utf8", NULL, 0, AT_ONCE_MS },
  { "nul-json", "nul-json", "bad-data", 0, BAD_JSON_MS },
};

/* Of one channel of a device whose other one works. */
static const Case in_the_claim[] = {
  { "refuse", "refuse", "rejected", 103, AT_ONCE_MS },
  { "accept-close", "accept-close", "closed-by-device,reset", 0, AT_ONCE_MS },
  /* It was a device until then. */
  { "banner", "banner", "bad-data", 0, AT_ONCE_MS },
  { "silent", "silent", "silent", 0, 2 * (SHORT_MS + 500),
    { .deadline = "claim-timeout", .deadline_ms = SHORT_MS } },
  { "wrong-password", "wrong-password", "wrong-password", 203, AT_ONCE_MS },
  { "locked-out", "locked-out", "locked-out", 205, AT_ONCE_MS },
  { "ret-unknown", "ret=999", "rejected", 999, AT_ONCE_MS },
  { "no-ret", "no-ret", NULL, 0, AT_ONCE_MS },
  { "offline", "offline", "channel-offline", 121, AT_ONCE_MS },
  { "huge-json", "huge-json", "bad-data", 0, BAD_JSON_MS, { .memory_kib = HUGE_KIB } },
  { "deep-json", "deep-json", NULL, 0, AT_ONCE_MS },
  { "bad-utf8", "bad-utf8", NULL, 0, AT_ONCE_MS },
  { "nul-json", "nul-json", NULL, 0, AT_ONCE_MS },
};

static void
check (const Case *test,
       gboolean    is_shared)
{
  g_autofree char *name = g_strconcat (test->name, is_shared ? " (claim)" : NULL, NULL);
  RigOptions options = test->options;
  g_autoptr (Rig) rig = NULL;
  RigResult result;

  options.is_shared = is_shared;
  rig = rig_new (&options);
  rig_set_fault (rig, test->fault);
  rig_play (rig);

  if (test->expected) {
    rig_wait_error (rig, &result);
    g_assert_true (is_one_of (test->expected, result.reason));
    g_assert_cmpint (result.ret, ==, test->ret);
  } else {
    rig_wait_pictures (rig, 10);
    rig_close (rig, &result);
    g_assert_cmpstr (result.ended_by, ==, "us");
  }

  rig_leave (rig, name, test->expected ? test->expected : "plays", test->allowed_ms, &result);
}

static void
test_at_the_door (gconstpointer data)
{
  check (data, FALSE);
}

static void
test_in_the_claim (gconstpointer data)
{
  check (data, TRUE);
}

/* A connection more than the device likes costs that one, and no other. */
static void
test_limit_spares_who_plays (void)
{
  const RigOptions options = { .is_shared = FALSE };
  g_autoptr (Rig) rig = rig_new (&options);
  RigResult result;

  rig_play (rig);
  rig_wait_pictures (rig, 5);
  rig_set_fault (rig, "limit=1");
  rig_wait_pictures (rig, 10);
  rig_close (rig, &result);
  rig_leave (rig, "limit/who-plays", "plays", AT_ONCE_MS, &result);
}

static guint64
count_missed (Rig *rig)
{
  g_autoptr (GstStructure) statistics = rig_get_statistics (rig);
  guint64 n_missed = 0;

  g_assert_true (gst_structure_get_uint64 (statistics, "keepalives-missed", &n_missed));
  return n_missed;
}

/* Nothing is answered any more, keepalives included, and the picture stays. */
static void
test_silence_spares_who_plays (gconstpointer data)
{
  const RigOptions options = { .is_shared = FALSE };
  g_autoptr (Rig) rig = rig_new (&options);
  EncoderCounters counters;
  gint64 deadline_us;
  RigResult result;

  /* No property: devices are to have the interval that they ask for, which is 5 s at least. */
  ((GstDvripSrc *) rig->player->src)->settings.config.keepalive_ms = KEEPALIVE_MS;
  rig_play (rig);
  rig_wait_pictures (rig, 5);
  g_assert_cmpuint (count_missed (rig), ==, 0);
  rig_set_fault (rig, data);
  deadline_us = rig_deadline ();
  while (count_missed (rig) < N_MISSED) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    rig_wait_pictures (rig, 1);
  }
  rig_wait_pictures (rig, 10);
  encoder_server_get_counters (rig->server, &counters);
  g_assert_cmpuint (counters.logins, ==, rig->before.logins + 1);
  rig_close (rig, &result);
  rig_leave (rig, data, "plays", AT_ONCE_MS, &result);
}

/* The device's half of the close never comes. */
static void
test_never_close (void)
{
  const RigOptions options = { .is_shared = FALSE };
  g_autoptr (Rig) rig = rig_new (&options);
  RigResult result;

  rig_play (rig);
  rig_wait_pictures (rig, 5);
  rig_set_fault (rig, "never-close");
  rig_close (rig, &result);
  g_assert_cmpstr (result.ended_by, ==, "deadline");
  rig_set_fault (rig, "none");
  rig_leave (rig, "never-close", "plays", 800, &result);
}

static void
add_cases (const char    *folder,
           const Case    *cases,
           gsize          n_cases,
           GTestDataFunc  function)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autofree char *path = g_strdup_printf ("/gst/faults-door/%s/%s", folder, cases[i].name);

    g_test_add_data_func (path, &cases[i], function);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  add_cases ("port", at_the_door, G_N_ELEMENTS (at_the_door), test_at_the_door);
  add_cases ("claim", in_the_claim, G_N_ELEMENTS (in_the_claim), test_in_the_claim);
  g_test_add_func ("/gst/faults-door/limit-spares-who-plays", test_limit_spares_who_plays);
  g_test_add_data_func ("/gst/faults-door/silence-spares-who-plays", "silent",
                        test_silence_spares_who_plays);
  g_test_add_data_func ("/gst/faults-door/no-keepalive-spares-who-plays", "no-keepalive",
                        test_silence_spares_who_plays);
  g_test_add_func ("/gst/faults-door/never-close", test_never_close);

  return rig_run ();
}
