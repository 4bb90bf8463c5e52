/* fake-keyring.c
 *
 * A keyring of its own kind on a bus of the test's own: org.freedesktop.secrets, as far as libsecret
 * needs it, with the manners that a real one may have. It lives in a thread, so that it answers while
 * the test waits, or keeps silent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-keyring-private.h"

static const char interfaces[] =
  "<node>"
  " <interface name='org.freedesktop.Secret.Service'>"
  "  <method name='OpenSession'><arg type='s' direction='in'/><arg type='v' direction='in'/>"
  "   <arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
  "  <method name='SearchItems'><arg type='a{ss}' direction='in'/>"
  "   <arg type='ao' direction='out'/><arg type='ao' direction='out'/></method>"
  "  <method name='Unlock'><arg type='ao' direction='in'/>"
  "   <arg type='ao' direction='out'/><arg type='o' direction='out'/></method>"
  "  <method name='GetSecrets'><arg type='ao' direction='in'/><arg type='o' direction='in'/>"
  "   <arg type='a{o(oayays)}' direction='out'/></method>"
  "  <method name='ReadAlias'><arg type='s' direction='in'/><arg type='o' direction='out'/></method>"
  "  <property name='Collections' type='ao' access='read'/>"
  " </interface>"
  " <interface name='org.freedesktop.Secret.Collection'>"
  "  <method name='CreateItem'><arg type='a{sv}' direction='in'/><arg type='(oayays)' direction='in'/>"
  "   <arg type='b' direction='in'/><arg type='o' direction='out'/><arg type='o' direction='out'/>"
  "  </method>"
  "  <property name='Items' type='ao' access='read'/><property name='Label' type='s' access='read'/>"
  "  <property name='Locked' type='b' access='read'/><property name='Created' type='t' access='read'/>"
  "  <property name='Modified' type='t' access='read'/>"
  " </interface>"
  " <interface name='org.freedesktop.Secret.Item'>"
  "  <method name='Delete'><arg type='o' direction='out'/></method>"
  "  <method name='GetSecret'><arg type='o' direction='in'/><arg type='(oayays)' direction='out'/>"
  "  </method>"
  "  <property name='Attributes' type='a{ss}' access='read'/>"
  "  <property name='Label' type='s' access='read'/><property name='Locked' type='b' access='read'/>"
  "  <property name='Created' type='t' access='read'/><property name='Modified' type='t' access='read'/>"
  " </interface>"
  " <interface name='org.freedesktop.Secret.Prompt'>"
  "  <method name='Prompt'><arg type='s' direction='in'/></method>"
  "  <method name='Dismiss'/>"
  "  <signal name='Completed'><arg type='b'/><arg type='v'/></signal>"
  " </interface>"
  "</node>";

static void
free_item (gpointer data)
{
  FakeItem *item = data;

  g_free (item->path);
  g_free (item->label);
  g_variant_unref (item->attributes);
  g_free (item->password);
  g_free (item);
}

guint
fake_keyring_export (FakeKeyring *self,
                     const char  *path,
                     const char  *interface)
{
  guint id = g_dbus_connection_register_object (
    self->connection, path, g_dbus_node_info_lookup_interface (self->node, interface), &fake_keyring_vtable,
    self, NULL, NULL);

  g_assert_cmpuint (id, >, 0);

  return id;
}

FakeItem *
fake_keyring_add_item (FakeKeyring *self,
                       GVariant    *attributes,
                       const char  *label,
                       const char  *password)
{
  FakeItem *item = g_new0 (FakeItem, 1);

  item->path = g_strdup_printf (COLLECTION "/%u", ++self->n_made);
  item->label = g_strdup (label);
  item->attributes = g_variant_ref_sink (attributes);
  item->password = g_strdup (password);
  g_ptr_array_add (self->items, item);

  return item;
}

static GDBusMessage *
on_message (GDBusConnection *connection,
            GDBusMessage    *message,
            gboolean         is_incoming,
            gpointer         user_data)
{
  FakeKeyring *self = user_data;
  const char *interface = g_dbus_message_get_interface (message);

  if (is_incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL &&
      g_strcmp0 (interface, "org.freedesktop.DBus.Peer") != 0) {
    g_mutex_lock (&self->lock);
    self->n_calls++;
    g_mutex_unlock (&self->lock);
    if (self->manner == FAKE_KEYRING_HANGING)
      g_clear_object (&message);
  }

  return message;
}

static void
take_name (FakeKeyring *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
    self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "RequestName", g_variant_new ("(su)", "org.freedesktop.secrets", 4), NULL,
    G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  guint code;

  g_assert_no_error (error);
  g_variant_get (reply, "(u)", &code);
  g_assert_cmpuint (code, ==, 1);
}

static gpointer
run (gpointer data)
{
  FakeKeyring *self = data;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  self->connection = g_dbus_connection_new_for_address_sync (
    g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (self->connection, on_message, self, NULL);
  fake_keyring_export (self, ROOT, "org.freedesktop.Secret.Service");
  fake_keyring_export (self, COLLECTION, "org.freedesktop.Secret.Collection");
  fake_keyring_export (self, ROOT "/aliases/default", "org.freedesktop.Secret.Collection");
  fake_keyring_export (self, PROMPT, "org.freedesktop.Secret.Prompt");
  take_name (self);

  g_mutex_lock (&self->lock);
  self->is_ready = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);

  g_main_loop_run (self->loop);
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_clear_object (&self->connection);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/**
 * fake_keyring_new:
 *
 * Returns: (transfer full): a keyring that owns its name on the session bus, empty
 */
FakeKeyring *
fake_keyring_new (FakeKeyringManner manner)
{
  FakeKeyring *self = g_new0 (FakeKeyring, 1);

  self->manner = manner;
  self->is_locked = manner == FAKE_KEYRING_LOCKED || manner == FAKE_KEYRING_DISMISSED;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->node = g_dbus_node_info_new_for_xml (interfaces, NULL);
  self->items = g_ptr_array_new_with_free_func (free_item);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("fake-keyring", run, self);

  g_mutex_lock (&self->lock);
  while (!self->is_ready)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);

  return self;
}

/**
 * fake_keyring_free:
 * @self: (nullable) (transfer full):
 *
 * It is gone from the bus.
 */
void
fake_keyring_free (FakeKeyring *self)
{
  if (self == NULL)
    return;

  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->items);
  g_dbus_node_info_unref (self->node);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * fake_keyring_add:
 *
 * Puts the password of a DVRIP device into it.
 */
void
fake_keyring_add (FakeKeyring *self,
                  const char  *host,
                  guint        port,
                  const char  *user,
                  const char  *password)
{
  g_autofree char *number = g_strdup_printf ("%u", port);
  GVariantBuilder attributes;

  g_variant_builder_init (&attributes, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&attributes, "{ss}", "xdg:schema", "org.watchwall.Watchwall");
  g_variant_builder_add (&attributes, "{ss}", "scheme", "dvrip");
  g_variant_builder_add (&attributes, "{ss}", "host", host);
  g_variant_builder_add (&attributes, "{ss}", "port", number);
  g_variant_builder_add (&attributes, "{ss}", "user", user);
  g_mutex_lock (&self->lock);
  fake_keyring_add_item (self, g_variant_builder_end (&attributes), user, password);
  g_mutex_unlock (&self->lock);
}

/**
 * fake_keyring_dup_password:
 *
 * Returns: (transfer full) (nullable): what is kept for the first login of @user
 */
char *
fake_keyring_dup_password (FakeKeyring *self,
                           const char  *user)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->items->len; i++) {
    FakeItem *item = g_ptr_array_index (self->items, i);
    const char *own;

    if (g_variant_lookup (item->attributes, "user", "&s", &own) && g_str_equal (own, user))
      return g_strdup (item->password);
  }

  return NULL;
}

/**
 * fake_keyring_dup_labels:
 *
 * Returns: (transfer full): all that a person sees without unlocking it
 */
char *
fake_keyring_dup_labels (FakeKeyring *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->items->len; i++) {
    FakeItem *item = g_ptr_array_index (self->items, i);
    g_autofree char *attributes = g_variant_print (item->attributes, FALSE);

    g_string_append_printf (text, "%s %s\n", item->label, attributes);
  }

  return g_string_free (text, FALSE);
}

static guint
get (FakeKeyring *self,
     const guint *number)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return *number;
}

guint
fake_keyring_get_n_items (FakeKeyring *self)
{
  return get (self, &self->items->len);
}

guint
fake_keyring_get_n_prompts (FakeKeyring *self)
{
  return get (self, &self->n_prompts);
}

guint
fake_keyring_get_n_calls (FakeKeyring *self)
{
  return get (self, &self->n_calls);
}
