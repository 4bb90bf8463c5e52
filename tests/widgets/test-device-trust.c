/* test-device-trust.c
 *
 * Whose certificate is expected at an address, and that another one is trusted by one change that
 * can be undone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "../model/store-fixture.h"
#include "wall-certificate-text.h"
#include "wall-device-trust.h"

#define OLD "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define NEW "sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"

static WallDevice *
find (Fixture    *self,
      const char *device_id,
      const char *address,
      const char *user)
{
  const WallDeviceInput input = { .address = address, .user = user, .password = "" };

  return wall_device_trust_find (self->store, device_id, &input);
}

static void
test_known_by_its_address (Fixture      *self,
                           gconstpointer data)
{
  WallDevice *gate;

  load (self, "[device gate]\nuri=rtsps://192.0.2.1\nuser=guard\ncertificate=" OLD "\n"
              "[camera 1]\ndevice=gate\npath=/a\n");
  gate = wall_device_store_find (self->store, "gate");

  g_assert_true (find (self, "gate", "rtsps://192.0.2.1", "guard") == gate);
  g_assert_true (find (self, "gate", " RTSPS://192.0.2.1:322/b ", "another") == gate);
  g_assert_true (find (self, NULL, "rtsps://guard@192.0.2.1/b", "") == gate);
  g_assert_true (find (self, NULL, "rtsps://192.0.2.1/b", "guard") == gate);

  g_assert_null (find (self, "gate", "rtsps://192.0.2.2", "guard"));
  g_assert_null (find (self, "gate", "rtsps://192.0.2.1:323", "guard"));
  g_assert_null (find (self, NULL, "rtsps://192.0.2.1", "another"));
  g_assert_null (find (self, NULL, "no address", ""));
}

static void
on_changed (guint *out_step,
            guint  step)
{
  g_assert_cmpuint (*out_step, ==, 0);
  *out_step = step;
}

static void
assert_trusted (Fixture    *self,
                const char *text,
                const char *certificate)
{
  g_autofree char *now = NULL;
  guint step = 0;

  load (self, text);
  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (on_changed), &step);
  g_assert_cmpstr (wall_device_get_certificate (get_device_of (self, 0)), ==, OLD);
  g_assert_true (wall_device_trust_accept (self->store, get_device_of (self, 0), certificate));
  g_assert_cmpuint (step, >, 0);
  g_assert_cmpstr (wall_device_get_certificate (get_device_of (self, 0)), ==, certificate);
  now = wall_device_store_dup_text (self->store);
  g_assert_nonnull (strstr (now, certificate));
  g_assert_null (strstr (now, OLD));

  g_assert_true (wall_device_store_undo (self->store, step));
  g_assert_cmpstr (wall_device_get_certificate (get_device_of (self, 0)), ==, OLD);
}

static void
test_trusted_instead (Fixture      *self,
                      gconstpointer data)
{
  assert_trusted (self, "[device gate]\nuri=rtsps://192.0.2.1\nuser=guard\ncertificate=" OLD "\n"
                        "[camera 1]\ndevice=gate\npath=/a\n", NEW);
}

/* Two cameras may name the certificate of the address that both of them have. */
static void
test_trusted_with_cameras (Fixture      *self,
                           gconstpointer data)
{
  assert_trusted (self, "[camera 1]\nuri=rtsps://192.0.2.1/a\ncertificate=" OLD "\n"
                        "[camera 2]\nuri=rtsps://192.0.2.1/b\ncertificate=" OLD "\n", NEW);
}

static void
test_text (void)
{
  g_autofree char *text = wall_certificate_text ("sha256:0123456789");

  g_assert_cmpstr (text, ==, "0123 4567 89");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/widgets/device-trust/known-by-its-address", test_known_by_its_address);
  ADD ("/widgets/device-trust/trusted-instead", test_trusted_instead);
  ADD ("/widgets/device-trust/trusted-with-cameras", test_trusted_with_cameras);
  g_test_add_func ("/widgets/device-trust/in-groups-of-four", test_text);

  return g_test_run ();
}
