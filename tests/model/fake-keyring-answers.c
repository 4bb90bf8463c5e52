/* fake-keyring-answers.c
 *
 * What the fake keyring answers to each call. Its own thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-keyring-private.h"

#include <string.h>

static FakeItem *
find_item (FakeKeyring *self,
           const char  *path)
{
  for (guint i = 0; i < self->items->len; i++) {
    FakeItem *item = g_ptr_array_index (self->items, i);

    if (g_str_equal (item->path, path))
      return item;
  }

  return NULL;
}

static gboolean
matches (const FakeItem *item,
         GVariant   *wanted)
{
  GVariantIter iter;
  const char *name, *value, *own;

  g_variant_iter_init (&iter, wanted);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    if (!g_variant_lookup (item->attributes, name, "&s", &own) || !g_str_equal (own, value))
      return FALSE;

  return TRUE;
}

static GVariant *
search (FakeKeyring *self,
        GVariant    *wanted)
{
  GVariantBuilder found, none;

  g_variant_builder_init (&found, G_VARIANT_TYPE ("ao"));
  g_variant_builder_init (&none, G_VARIANT_TYPE ("ao"));
  for (guint i = 0; i < self->items->len; i++) {
    FakeItem *item = g_ptr_array_index (self->items, i);

    if (!matches (item, wanted))
      continue;

    if (item->object_id == 0)
      item->object_id = fake_keyring_export (self, item->path, "org.freedesktop.Secret.Item");
    g_variant_builder_add (&found, "o", item->path);
  }

  return self->is_locked ? g_variant_new ("(aoao)", &none, &found)
                         : g_variant_new ("(aoao)", &found, &none);
}

static GVariant *
make_secret (const FakeItem *item)
{
  return g_variant_new ("(o@ay@ays)", ROOT "/session/one",
                        g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "", 0, 1),
                        g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, item->password,
                                                   strlen (item->password), 1),
                        "text/plain");
}

static GVariant *
get_secrets (FakeKeyring *self,
             GVariant    *paths)
{
  GVariantBuilder secrets;
  GVariantIter iter;
  const char *path;

  g_variant_builder_init (&secrets, G_VARIANT_TYPE ("a{o(oayays)}"));
  g_variant_iter_init (&iter, paths);
  while (g_variant_iter_next (&iter, "&o", &path)) {
    FakeItem *item = find_item (self, path);

    if (item && !self->is_locked)
      g_variant_builder_add (&secrets, "{o@(oayays)}", path, make_secret (item));
  }

  return g_variant_new ("(a{o(oayays)})", &secrets);
}

static GVariant *
create_item (FakeKeyring *self,
             GVariant    *parameters)
{
  g_autoptr (GVariant) properties = g_variant_get_child_value (parameters, 0);
  g_autoptr (GVariant) secret = g_variant_get_child_value (parameters, 1);
  g_autoptr (GVariant) value = g_variant_get_child_value (secret, 2);
  g_autoptr (GVariant) attributes = NULL;
  g_autofree char *password = NULL;
  const char *label = "";
  FakeItem *item = NULL;
  gsize size;
  const char *bytes = g_variant_get_fixed_array (value, &size, 1);

  g_variant_lookup (properties, "org.freedesktop.Secret.Item.Label", "&s", &label);
  attributes = g_variant_lookup_value (properties, "org.freedesktop.Secret.Item.Attributes",
                                       G_VARIANT_TYPE ("a{ss}"));
  g_assert_nonnull (attributes);
  password = g_strndup (bytes, size);
  for (guint i = 0; i < self->items->len && item == NULL; i++)
    if (matches (g_ptr_array_index (self->items, i), attributes))
      item = g_ptr_array_index (self->items, i);

  if (item) {
    g_free (item->password);
    item->password = g_steal_pointer (&password);
  } else
    item = fake_keyring_add_item (self, attributes, label, password);
  if (item->object_id == 0)
    item->object_id = fake_keyring_export (self, item->path, "org.freedesktop.Secret.Item");

  return g_variant_new ("(oo)", item->path, "/");
}

static GVariant *
answer_service (FakeKeyring *self,
                const char  *method,
                GVariant    *parameters)
{
  g_autoptr (GVariant) first = g_variant_get_child_value (parameters, 0);

  if (g_str_equal (method, "SearchItems"))
    return search (self, first);
  if (g_str_equal (method, "GetSecrets"))
    return get_secrets (self, first);
  if (g_str_equal (method, "ReadAlias"))
    return g_variant_new ("(o)", COLLECTION);
  if (self->is_locked)
    return g_variant_new ("(@aoo)", g_variant_new_objv (NULL, 0), PROMPT);

  return g_variant_new ("(@aoo)", first, "/");
}

static void
complete (FakeKeyring *self)
{
  gboolean is_dismissed = self->manner == FAKE_KEYRING_DISMISSED;
  const char *paths[] = { COLLECTION };

  self->is_locked = is_dismissed;
  g_dbus_connection_emit_signal (
    self->connection, NULL, PROMPT, "org.freedesktop.Secret.Prompt", "Completed",
    g_variant_new ("(bv)", is_dismissed, g_variant_new_objv (paths, is_dismissed ? 0 : 1)), NULL);
}

static GVariant *
delete_item (FakeKeyring *self,
             const char  *path)
{
  FakeItem *item = find_item (self, path);

  if (item) {
    g_dbus_connection_unregister_object (self->connection, item->object_id);
    g_ptr_array_remove (self->items, item);
  }

  return g_variant_new ("(o)", "/");
}

static GVariant *
answer (FakeKeyring *self,
        const char  *path,
        const char  *method,
        GVariant    *parameters)
{
  if (g_str_equal (method, "CreateItem"))
    return create_item (self, parameters);
  if (g_str_equal (method, "Delete"))
    return delete_item (self, path);
  if (g_str_equal (method, "GetSecret"))
    return g_variant_new ("(@(oayays))", make_secret (find_item (self, path)));
  if (!g_str_equal (method, "Prompt"))
    return answer_service (self, method, parameters);

  self->n_prompts++;
  complete (self);

  return NULL;
}

/* libsecret tries an encrypted session first, and takes one that is not where there is no other. */
static void
open_session (GDBusMethodInvocation *invocation,
              GVariant              *parameters)
{
  const char *algorithm;

  g_variant_get_child (parameters, 0, "&s", &algorithm);
  if (g_str_equal (algorithm, "plain"))
    g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(vo)", g_variant_new_string (""), ROOT "/session/one"));
  else
    g_dbus_method_invocation_return_dbus_error (
      invocation, "org.freedesktop.DBus.Error.NotSupported", "Plain only");
}

static void
on_method_call (GDBusConnection       *connection,
                const char            *sender,
                const char            *path,
                const char            *interface,
                const char            *method,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               user_data)
{
  FakeKeyring *self = user_data;

  g_mutex_lock (&self->lock);
  if (self->manner == FAKE_KEYRING_FAILING)
    g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.DBus.Error.Failed",
                                                "It fails");
  else if (g_str_equal (method, "OpenSession"))
    open_session (invocation, parameters);
  else
    g_dbus_method_invocation_return_value (invocation, answer (self, path, method, parameters));
  g_mutex_unlock (&self->lock);
}

static GVariant *
on_get_property (GDBusConnection *connection,
                 const char      *sender,
                 const char      *path,
                 const char      *interface,
                 const char      *property,
                 GError         **error,
                 gpointer         user_data)
{
  FakeKeyring *self = user_data;
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const char *collection = COLLECTION;
  FakeItem *item = find_item (self, path);

  if (g_str_equal (property, "Locked"))
    return g_variant_new_boolean (self->is_locked);
  if (g_str_equal (property, "Label"))
    return g_variant_new_string (item ? item->label : "Login");
  if (g_str_equal (property, "Attributes"))
    return g_variant_ref (item->attributes);
  if (g_str_equal (property, "Collections"))
    return g_variant_new_objv (&collection, 1);
  if (g_str_equal (property, "Items"))
    return g_variant_new_objv (NULL, 0);

  return g_variant_new_uint64 (1);
}

const GDBusInterfaceVTable fake_keyring_vtable = {
  .method_call = on_method_call,
  .get_property = on_get_property,
};
