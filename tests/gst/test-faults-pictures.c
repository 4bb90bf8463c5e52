/* test-faults-pictures.c
 *
 * Pictures that are missing or damaged, as dvripsrc ! dvripdemux and a decoder meet them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fault-rig.h"

typedef struct {
  const char *name, *fault;
  int         n_pictures;   /* to be decoded while it lasts */
} Case;

/* Nothing of this ends the stream, and pictures go on being decoded. */
static const Case damaging[] = {
  { "drop", "drop", 10 },
  { "garbage", "garbage", 10 },
  { "garbage-half", "garbage=50", 3 },
  { "flip-all", "flip=100", 0 },
  { "flip-sps", "flip-sps", 0 },
};

/* For as long as it takes to send so many, whether they can be decoded or not. */
#define MANY_UNITS 40

static void
test_damage_ends_nothing (gconstpointer data)
{
  const Case *test = data;
  const RigOptions options = { .decodes = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  RigResult result;

  rig_play (rig);
  rig_wait_pictures (rig, 3);
  rig_set_fault (rig, test->fault);
  rig_wait_units (rig, MANY_UNITS);
  rig_wait_pictures (rig, test->n_pictures);
  rig_set_fault (rig, "none");
  /* Clean again, at the latest one key frame later. */
  rig_wait_pictures (rig, 3);
  g_assert_cmpint (g_atomic_int_get (&rig->player->width), ==, 160);
  rig_close (rig, &result);
  rig_leave (rig, test->name, "plays", 1000, &result);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (damaging); i++) {
    g_autofree char *path = g_strconcat ("/gst/faults-pictures/", damaging[i].name, NULL);

    g_test_add_data_func (path, &damaging[i], test_damage_ends_nothing);
  }

  return rig_run ();
}
