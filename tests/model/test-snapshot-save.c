/* test-snapshot-save.c
 *
 * A snapshot becomes a file that takes no other's place, or a sentence that says why it did not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "camera-fixture.h"
#include "wall-snapshot.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#define NOBODY 65534

/* So old, unless the test is slow, is the picture of a camera that is not live. */
#define AGE_S 42

typedef struct {
  WallDevice   *device;
  WallCamera   *camera;
  char         *directory;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  GstVideoInfo info;
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (GError) error = NULL;

  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_GRAY8, 64, 48);
  buffer = gst_buffer_new_allocate (NULL, info.size, NULL);
  gst_buffer_memset (buffer, 0, 126, info.size);
  self->device = make_device ("secret");
  self->camera = make_camera (self->device, 1, TRUE);
  self->camera->still =
    wall_still_new (buffer, &info, g_get_monotonic_time () - AGE_S * G_USEC_PER_SEC);
  self->directory = g_dir_make_tmp ("snapshot-XXXXXX", &error);
  g_assert_no_error (error);
}

static guint
count_files (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* The thread that saved may still hold the camera for a moment. */
static void
free_camera (WallCamera *camera)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  while (g_atomic_int_get (&G_OBJECT (camera)->ref_count) > 1) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (1000);
  }
  g_assert_finalize_object (camera);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (self->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->directory, name, NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (self->directory), ==, 0);
  g_free (self->directory);
  free_camera (self->camera);
  g_object_unref (self->device);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  ((Fixture *) user_data)->result = g_object_ref (result);
}

static char *
save (Fixture     *self,
      const char  *directory,
      gint64      *out_age_us,
      GError     **error)
{
  char *path;

  wall_snapshot_save_async (self->camera, directory, on_saved, self);
  wait_until (self->result != NULL);
  path = wall_snapshot_save_finish (self->camera, self->result, out_age_us, error);
  g_clear_object (&self->result);
  return path;
}

/* It is put on the clock by hand, and the test may take a second. */
static void
assert_age (const char *path,
            gint64      age_us)
{
  guint age_s = (guint) (age_us / G_USEC_PER_SEC);
  g_autofree char *words = g_strdup_printf ("(not live, %u s old)", age_s);

  g_assert_cmpuint (age_s, >=, AGE_S);
  g_assert_cmpuint (age_s, <, AGE_S + 60);
  g_assert_nonnull (strstr (path, words));
}

/* The same picture at the same moment: what is there stays as it is. */
static void
test_takes_no_place (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL, *second = NULL, *other = NULL, *text = NULL;
  gint64 age_us, again_us;

  /* The age is part of the name: who is between two seconds tries once more. */
  do {
    g_free (first);
    g_free (second);
    first = save (self, self->directory, &age_us, &error);
    g_assert_no_error (error);
    g_assert_true (g_file_set_contents (first, "mine", -1, NULL));
    second = save (self, self->directory, &again_us, &error);
    g_assert_no_error (error);
  } while (age_us / G_USEC_PER_SEC != again_us / G_USEC_PER_SEC);

  assert_age (first, age_us);
  other = g_strndup (first, strlen (first) - strlen (".png"));
  g_assert_true (g_str_has_prefix (second, other));
  g_assert_cmpstr (second + strlen (other), ==, " (2).png");
  g_assert_true (g_file_get_contents (first, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
}

static void
test_makes_directory (Fixture       *self,
                      gconstpointer  data)
{
  g_autofree char *inner = g_build_filename (self->directory, "inner", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  gint64 age_us;

  path = save (self, inner, &age_us, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (path, inner));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (inner), ==, 0);
}

static void
assert_sentence (GError     *error,
                 const char *directory,
                 int         saved_errno)
{
  g_autofree char *beginning =
    g_strdup_printf ("The snapshot could not be saved in %s: ", directory);

  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, beginning));
  g_assert_nonnull (strstr (error->message, g_strerror (saved_errno)));
}

/* Root may write everywhere, so it is nobody for a moment. */
static void
test_may_not_write (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  gboolean is_root = geteuid () == 0;
  gint64 age_us;

  g_assert_cmpint (g_chmod (self->directory, 0555), ==, 0);
  if (is_root && seteuid (NOBODY) != 0) {
    g_test_skip ("nobody else is to be had");
    return;
  }
  path = save (self, self->directory, &age_us, &error);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (self->directory, 0755), ==, 0);

  g_assert_null (path);
  assert_sentence (error, self->directory, EACCES);
}

static void
test_file_in_the_way (Fixture       *self,
                      gconstpointer  data)
{
  g_autofree char *file = g_build_filename (self->directory, "Watchwall", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  gint64 age_us;

  g_assert_true (g_file_set_contents (file, "", -1, NULL));
  path = save (self, file, &age_us, &error);
  g_assert_null (path);
  assert_sentence (error, file, ENOTDIR);
}

/* The disk ends in the middle of the picture: half a one is not kept. */
static void
test_full_disk (Fixture       *self,
                gconstpointer  data)
{
  struct rlimit before, full;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  gint64 age_us;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  full = (struct rlimit) { .rlim_cur = 32, .rlim_max = before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  path = save (self, self->directory, &age_us, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_null (path);
  assert_sentence (error, self->directory, EFBIG);
  g_assert_cmpuint (count_files (self->directory), ==, 0);
}

static void
test_no_picture (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  gint64 age_us;

  g_clear_pointer (&self->camera->still, wall_still_unref);
  path = save (self, self->directory, &age_us, &error);
  g_assert_null (path);
  g_assert_cmpstr (error->message, ==, "There is no picture of this camera yet.");
  g_assert_cmpuint (count_files (self->directory), ==, 0);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  add ("/snapshot-save/takes-no-place", test_takes_no_place);
  add ("/snapshot-save/makes-directory", test_makes_directory);
  add ("/snapshot-save/may-not-write", test_may_not_write);
  add ("/snapshot-save/file-in-the-way", test_file_in_the_way);
  add ("/snapshot-save/full-disk", test_full_disk);
  add ("/snapshot-save/no-picture", test_no_picture);

  return g_test_run ();
}
