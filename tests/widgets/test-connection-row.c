/* test-connection-row.c
 *
 * By what the connection view is sorted: numbers as numbers, words as words, and what is not known
 * before what is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-connection-row.h"

#include <locale.h>

#include "../model/camera-fixture.h"

#define LOCAL "10.0.0.1"

typedef struct {
  WallDevice        *device;
  WallCamera        *cameras[3];
  WallConnectionRow *rows[3];
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  static const guint numbers[] = { 2, 9, 10 };
  static const char *const names[] = { "yard", "attic", "mill" };

  self->device = make_device ("secret");
  for (guint i = 0; i < G_N_ELEMENTS (self->cameras); i++) {
    self->cameras[i] = make_camera (self->device, numbers[i], TRUE);
    g_object_set (wall_camera_get_config (self->cameras[i]), "name", names[i], NULL);
    self->rows[i] = wall_connection_row_new (self->cameras[i]);
  }
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->cameras); i++) {
    g_assert_finalize_object (self->rows[i]);
    g_assert_finalize_object (self->cameras[i]);
  }
  g_object_unref (self->device);
}

static void
assert_order (Fixture              *self,
              WallConnectionColumn  column,
              guint                 first,
              guint                 second,
              guint                 third)
{
  WallConnectionRow **rows = self->rows;

  g_assert_cmpint (wall_connection_row_compare (rows[first], rows[second], column), <, 0);
  g_assert_cmpint (wall_connection_row_compare (rows[second], rows[third], column), <, 0);
  g_assert_cmpint (wall_connection_row_compare (rows[first], rows[third], column), <, 0);
  g_assert_cmpint (wall_connection_row_compare (rows[third], rows[first], column), >, 0);
  g_assert_cmpint (wall_connection_row_compare (rows[first], rows[first], column), ==, 0);
}

static void
test_numbers (Fixture       *self,
              gconstpointer  data)
{
  assert_order (self, WALL_CONNECTION_NUMBER, 0, 1, 2);
  for (guint i = 0; i < 3; i++) {
    for (guint n = 0; n < 9 * (i + 1) - 8; n++)
      wall_attempt_log_begin (self->cameras[i]->log, n);
    wall_connection_row_update (self->rows[i], NULL);
  }
  assert_order (self, WALL_CONNECTION_ATTEMPTS, 0, 1, 2);
}

static void
test_texts (Fixture       *self,
            gconstpointer  data)
{
  assert_order (self, WALL_CONNECTION_NAME, 1, 2, 0);
}

/* A connection of the kernel's table, in the form of /proc. */
static void
connect_camera (WallCamera   *camera,
                WallTcpTable *table,
                guint16       port,
                guint         retransmits)
{
  g_autofree char *line =
    g_strdup_printf ("heading\n 0: 0100000A:%04X 0200000A:0050 01 00000000:00000000 00:00000000 "
                     "%08X 0\n", port, retransmits);

  g_strlcpy (camera->local_address, LOCAL, sizeof camera->local_address);
  g_strlcpy (camera->remote_address, "10.0.0.2", sizeof camera->remote_address);
  camera->local_port = port;
  camera->remote_port = 80;
  g_assert_true (wall_tcp_table_add_proc (table, line, NULL));
}

static void
test_unknown_comes_first (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
  g_autofree char *unmeasured = NULL;

  if (G_BYTE_ORDER != G_LITTLE_ENDIAN) {
    g_test_skip ("The text is of a little-endian kernel");
    return;
  }

  connect_camera (self->cameras[1], table, 1001, 0);
  connect_camera (self->cameras[2], table, 1002, 12);
  for (guint i = 0; i < 3; i++)
    wall_connection_row_update (self->rows[i], table);

  assert_order (self, WALL_CONNECTION_RETRANSMITS, 0, 1, 2);
  assert_order (self, WALL_CONNECTION_LOCAL, 0, 1, 2);
  g_assert_cmpint (wall_connection_row_compare (self->rows[0], self->rows[1],
                                                WALL_CONNECTION_TCP), <, 0);

  /* Known to the kernel, but without a round trip: nothing is shown, so it is sorted as nothing. */
  unmeasured = wall_connection_row_dup_text (self->rows[1], WALL_CONNECTION_RTT);
  g_assert_cmpstr (unmeasured, ==, "");
  g_assert_cmpint (wall_connection_row_compare (self->rows[0], self->rows[1],
                                                WALL_CONNECTION_RTT), ==, 0);
}

#define ADD(name, function) \
  g_test_add ("/widgets/connection-row/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  ADD ("numbers", test_numbers);
  ADD ("texts", test_texts);
  ADD ("unknown-comes-first", test_unknown_comes_first);

  return g_test_run ();
}
