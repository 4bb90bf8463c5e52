/* test-device-decision.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "../model/store-fixture.h"
#include "wall-channel-entry.h"
#include "wall-channel-numbers.h"
#include "wall-device-address.h"
#include "wall-device-decision.h"

#define URI "dvrip://192.0.2.1:34567"

static WallChannelEntry *
get_entry (GListStore *entries,
           guint       index)
{
  g_autoptr (WallChannelEntry) entry = g_list_model_get_item (G_LIST_MODEL (entries), index);

  g_assert_nonnull (entry);

  return entry;
}

static void
find_channels (GListStore *entries,
               guint       n,
               gboolean    is_chosen)
{
  for (guint i = 1; i <= n; i++) {
    g_autofree char *title = g_strdup_printf ("Title %u", i);
    g_autoptr (WallProbeChannel) channel = wall_probe_channel_new (i, title, TRUE);

    wall_device_decision_add_channel (entries, channel, NULL, "no title", is_chosen);
  }
}

static guint
count_cameras (Fixture *self)
{
  return g_list_model_get_n_items (wall_device_store_get_cameras (self->store));
}

static void
assert_name (Fixture    *self,
             const char *camera_id,
             const char *name)
{
  for (guint i = 0; i < count_cameras (self); i++)
    if (g_str_equal (wall_camera_config_get_id (get_camera (self, i)), camera_id)) {
      g_assert_cmpstr (wall_camera_config_get_name (get_camera (self, i)), ==, name);
      return;
    }

  g_assert_not_reached ();
}

static char *
apply (Fixture    *self,
       GListStore *entries,
       const char *device_id)
{
  const WallDeviceDecision decision = {
    .device_id = device_id, .uri = URI, .user = "admin", .entries = G_LIST_MODEL (entries),
  };

  g_autofree char *added = NULL;
  char *id = wall_device_decision_apply (&decision, self->store, &added);
  WallChannelEntry *first = NULL;

  for (guint i = 0; first == NULL && i < g_list_model_get_n_items (decision.entries); i++) {
    first = get_entry (entries, i);
    if (!wall_channel_entry_is_chosen (first) || wall_channel_entry_get_camera (first))
      first = NULL;
  }
  g_assert_true ((added != NULL) == (id && first));
  if (added)
    assert_name (self, added, wall_channel_entry_get_name (first));

  return id;
}

static void
on_changed (guint *out_step,
            guint  step)
{
  g_assert_cmpuint (*out_step, ==, 0);
  *out_step = step;
}

static gboolean
is_awaited (WallChannelEntry *entry)
{
  gboolean is_it;

  g_object_get (entry, "awaited", &is_it, NULL);

  return is_it;
}

/* Nobody waits for a picture of what nobody looks at. */
static void
test_pictures_are_awaited (Fixture       *self,
                           gconstpointer  data)
{
  g_autoptr (GListStore) entries = NULL;

  load (self, "[device r]\nuri=" URI "\nuser=admin\n[camera a]\ndevice=r\nchannel=1\n");
  entries = wall_device_decision_list_cameras (self->store, "r", FALSE);
  g_assert_false (is_awaited (get_entry (entries, 0)));
  find_channels (entries, 2, TRUE);
  g_assert_true (is_awaited (get_entry (entries, 0)));
  g_assert_true (is_awaited (get_entry (entries, 1)));
}

static void
test_sixteen_are_one_change (Fixture      *self,
                             gconstpointer data)
{
  g_autoptr (GListStore) entries = NULL;
  g_autofree char *id = NULL;
  guint step = 0;

  load (self, "[camera old]\nuri=rtsp://192.0.2.9/\nnumber=3\n");
  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (on_changed), &step);
  entries = wall_device_decision_list_cameras (self->store, NULL, TRUE);
  find_channels (entries, 16, TRUE);
  wall_channel_numbers_fill (G_LIST_MODEL (entries), wall_device_store_get_cameras (self->store));
  g_assert_cmpuint (wall_channel_entry_get_number (get_entry (entries, 2)), ==, 4);

  id = apply (self, entries, NULL);
  g_assert_nonnull (id);
  g_assert_cmpuint (step, >, 0);
  g_assert_cmpuint (count_cameras (self), ==, 17);
  g_assert_cmpstr (wall_camera_config_get_name (get_camera (self, 16)), ==, "Title 16");
  g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, 16)), ==, 17);
  g_assert_true (wall_device_store_find_same (self->store, URI, "admin")
                 == wall_device_store_find (self->store, id));

  g_assert_true (wall_device_store_undo (self->store, step));
  g_assert_cmpuint (count_cameras (self), ==, 1);
}

static char *
dup_complaint (GListStore *entries,
               guint       index)
{
  char *complaint;

  g_object_get (get_entry (entries, index), "complaint", &complaint, NULL);

  return complaint;
}

static void
test_numbers_that_cannot_be (Fixture      *self,
                             gconstpointer data)
{
  g_autoptr (GListStore) entries = NULL;
  GListModel *cameras = wall_device_store_get_cameras (self->store);
  g_autofree char *twice = NULL;
  g_autofree char *taken = NULL;

  load (self, "[camera old]\nuri=rtsp://192.0.2.9/\nnumber=3\nname=Gate\n");
  entries = wall_device_decision_list_cameras (self->store, NULL, TRUE);
  find_channels (entries, 3, TRUE);
  wall_channel_numbers_fill (G_LIST_MODEL (entries), cameras);
  g_assert_true (wall_channel_numbers_check (G_LIST_MODEL (entries), cameras));

  g_object_set (get_entry (entries, 0), "number", 3, NULL);
  g_object_set (get_entry (entries, 1), "number", 4, NULL);
  g_assert_false (wall_channel_numbers_check (G_LIST_MODEL (entries), cameras));
  taken = dup_complaint (entries, 0);
  twice = dup_complaint (entries, 1);
  g_assert_nonnull (strstr (taken, "Gate"));
  g_assert_nonnull (strstr (twice, "twice"));

  /* What is not chosen needs none. */
  g_object_set (get_entry (entries, 0), "chosen", FALSE, NULL);
  g_object_set (get_entry (entries, 1), "chosen", FALSE, NULL);
  g_assert_true (wall_channel_numbers_check (G_LIST_MODEL (entries), cameras));
}

#define TWO                                                                                        \
  "# mine\n[device box]\nuri=" URI "\nuser=admin\ncolour=blue\n"                                     \
  "[camera a]\ndevice=box\nchannel=1\nnumber=1\nplace=0\nname=A\n"                                   \
  "[camera b]\ndevice=box\nchannel=2\nnumber=2\nplace=1\nname=B\n"

static void
test_on_the_wall_is_not_added_twice (Fixture      *self,
                                     gconstpointer data)
{
  g_autoptr (GListStore) entries = NULL;
  g_autofree char *id = NULL;

  load (self, TWO);
  entries = wall_device_decision_list_cameras (self->store, "box", TRUE);
  find_channels (entries, 3, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (entries)), ==, 3);
  g_assert_true (wall_channel_entry_is_fixed (get_entry (entries, 1)));
  g_assert_false (wall_channel_entry_is_fixed (get_entry (entries, 2)));

  id = apply (self, entries, "box");
  g_assert_cmpstr (id, ==, "box");
  g_assert_cmpuint (count_cameras (self), ==, 3);
  g_assert_cmpstr (wall_camera_config_get_name (get_camera (self, 0)), ==, "A");
}

static void
test_edit_touches_what_was_edited (Fixture      *self,
                                   gconstpointer data)
{
  g_autoptr (GListStore) entries = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;

  load (self, TWO);
  entries = wall_device_decision_list_cameras (self->store, "box", FALSE);
  find_channels (entries, 3, FALSE);
  g_object_set (get_entry (entries, 0), "name", "Neu", "stream", WALL_CHANNEL_STREAM_SUB, NULL);
  g_object_set (get_entry (entries, 1), "chosen", FALSE, NULL);
  id = apply (self, entries, "box");
  g_assert_cmpstr (id, ==, "box");

  text = wall_device_store_dup_text (self->store);
  g_assert_true (g_str_has_prefix (text, "# mine\n[device box]\nuri=" URI "\nuser=admin\n"
                                         "colour=blue\n"));
  g_assert_cmpuint (count_cameras (self), ==, 1);
  g_assert_nonnull (strstr (text, "\nname=Neu\n"));
  g_assert_nonnull (strstr (text, "\nstream=sub\n"));
}

static void
test_nothing_edited_is_no_change (Fixture      *self,
                                  gconstpointer data)
{
  g_autoptr (GListStore) entries = NULL;
  g_autofree char *id = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint step = 0;

  load (self, TWO);
  before = wall_device_store_dup_text (self->store);
  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (on_changed), &step);
  entries = wall_device_decision_list_cameras (self->store, "box", FALSE);
  id = apply (self, entries, "box");
  after = wall_device_store_dup_text (self->store);
  g_assert_cmpstr (id, ==, "box");
  g_assert_cmpuint (step, ==, 0);
  g_assert_cmpstr (before, ==, after);
}

/* A camera with an address of its own gets a device when its login is edited. */
static void
test_own_address_becomes_a_device (Fixture      *self,
                                   gconstpointer data)
{
  g_autoptr (GListStore) entries = NULL;
  g_autofree char *adopted = NULL;
  g_autofree char *id = NULL;

  load (self, "[camera a]\nuri=dvrip://192.0.2.1/5\nnumber=1\nname=A\n");
  g_object_get (get_camera (self, 0), "device-id", &adopted, NULL);
  entries = wall_device_decision_list_cameras (self->store, adopted, FALSE);
  g_object_set (get_entry (entries, 0), "number", 7, NULL);
  id = apply (self, entries, adopted);

  g_assert_nonnull (id);
  g_assert_cmpuint (count_cameras (self), ==, 1);
  g_assert_cmpuint (wall_camera_config_get_channel (get_camera (self, 0)), ==, 5);
  g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, 0)), ==, 7);
  g_assert_nonnull (wall_device_store_find (self->store, id));
}

static void
assert_stripped (const char *text,
                 const char *expected)
{
  g_autofree char *stripped = wall_device_address_strip_login (text);

  g_assert_cmpstr (stripped, ==, expected);
}

static void
test_login_goes_out_of_sight (void)
{
  assert_stripped ("192.0.2.1:554", "192.0.2.1:554");
  assert_stripped ("rtsp://a:b@c@192.0.2.1/x@y?z", "rtsp://192.0.2.1/x@y?z");
  assert_stripped ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/");
}

static void
test_address_in_its_forms (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *uri = wall_device_address_split ("rtsp://192.0.2.1:554/a?b", &path);
  g_autofree char *none = NULL;
  g_autofree char *box = wall_device_address_split (URI, &none);
  g_autofree char *whole = wall_device_address_complete ("192.0.2.7", "rtsp", &error);
  g_autofree char *stream = wall_device_address_add_path ("rtsp://192.0.2.1:554", "/a?b");
  g_autofree char *other = wall_device_address_add_path ("rtsp://192.0.2.1/c", "/a?b");

  g_assert_no_error (error);
  g_assert_cmpstr (uri, ==, "rtsp://192.0.2.1:554");
  g_assert_cmpstr (path, ==, "/a?b");
  g_assert_cmpstr (box, ==, URI);
  g_assert_null (none);
  g_assert_true (g_str_has_prefix (whole, "rtsp://192.0.2.7:554"));
  g_assert_cmpstr (stream, ==, "rtsp://192.0.2.1:554/a?b");
  g_assert_cmpstr (other, ==, "rtsp://192.0.2.1/c");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/widgets/device-decision/pictures-are-awaited", test_pictures_are_awaited);
  ADD ("/widgets/device-decision/sixteen-are-one-change", test_sixteen_are_one_change);
  ADD ("/widgets/device-decision/numbers-that-cannot-be", test_numbers_that_cannot_be);
  ADD ("/widgets/device-decision/on-the-wall-is-not-added-twice",
       test_on_the_wall_is_not_added_twice);
  ADD ("/widgets/device-decision/edit-touches-what-was-edited", test_edit_touches_what_was_edited);
  ADD ("/widgets/device-decision/nothing-edited-is-no-change", test_nothing_edited_is_no_change);
  ADD ("/widgets/device-decision/own-address-becomes-a-device", test_own_address_becomes_a_device);
  g_test_add_func ("/widgets/device-address/login-goes-out-of-sight",
                   test_login_goes_out_of_sight);
  g_test_add_func ("/widgets/device-address/in-its-forms", test_address_in_its_forms);

  return g_test_run ();
}
