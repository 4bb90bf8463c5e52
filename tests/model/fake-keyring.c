/* fake-keyring.c
 *
 * A keyring of its own kind on a bus of the test's own: org.freedesktop.secrets, as far as libsecret
 * needs it, with the manners that a real one may have. It lives in a thread, so that it answers while
 * the test waits, or keeps silent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-keyring.h"

#include <string.h>

#define ROOT "/org/freedesktop/secrets"
#define COLLECTION ROOT "/collection/login"
#define PROMPT ROOT "/prompt/one"

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

typedef struct {
  char     *path;
  char     *label;
  GVariant *attributes;
  char     *password;
  guint     object_id;   /* 0: nobody heard of it yet */
} Item;

struct _FakeKeyring {
  FakeKeyringManner manner;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GDBusConnection *connection;
  GDBusNodeInfo *node;

  /* What follows is shared with the test's thread. */
  GMutex lock;
  GCond cond;
  gboolean is_ready;
  gboolean is_locked;
  GPtrArray *items;      /* of Item */
  guint n_made;
  guint n_prompts;
  guint n_calls;
};

static void
free_item (gpointer data)
{
  Item *item = data;

  g_free (item->path);
  g_free (item->label);
  g_variant_unref (item->attributes);
  g_free (item->password);
  g_free (item);
}

static Item *
find_item (FakeKeyring *self,
           const char  *path)
{
  for (guint i = 0; i < self->items->len; i++) {
    Item *item = g_ptr_array_index (self->items, i);

    if (g_str_equal (item->path, path))
      return item;
  }

  return NULL;
}

static gboolean
matches (const Item *item,
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

static const GDBusInterfaceVTable vtable;

static guint
export (FakeKeyring *self,
        const char  *path,
        const char  *interface)
{
  guint id = g_dbus_connection_register_object (
    self->connection, path, g_dbus_node_info_lookup_interface (self->node, interface), &vtable,
    self, NULL, NULL);

  g_assert_cmpuint (id, >, 0);

  return id;
}

static Item *
add_item (FakeKeyring *self,
          GVariant    *attributes,
          const char  *label,
          const char  *password)
{
  Item *item = g_new0 (Item, 1);

  item->path = g_strdup_printf (COLLECTION "/%u", ++self->n_made);
  item->label = g_strdup (label);
  item->attributes = g_variant_ref_sink (attributes);
  item->password = g_strdup (password);
  g_ptr_array_add (self->items, item);

  return item;
}

static GVariant *
search (FakeKeyring *self,
        GVariant    *wanted)
{
  GVariantBuilder found, none;

  g_variant_builder_init (&found, G_VARIANT_TYPE ("ao"));
  g_variant_builder_init (&none, G_VARIANT_TYPE ("ao"));
  for (guint i = 0; i < self->items->len; i++) {
    Item *item = g_ptr_array_index (self->items, i);

    if (!matches (item, wanted))
      continue;

    if (item->object_id == 0)
      item->object_id = export (self, item->path, "org.freedesktop.Secret.Item");
    g_variant_builder_add (&found, "o", item->path);
  }

  return self->is_locked ? g_variant_new ("(aoao)", &none, &found)
                         : g_variant_new ("(aoao)", &found, &none);
}

static GVariant *
make_secret (const Item *item)
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
    Item *item = find_item (self, path);

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
  Item *item = NULL;
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
    item = add_item (self, attributes, label, password);
  if (item->object_id == 0)
    item->object_id = export (self, item->path, "org.freedesktop.Secret.Item");

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
  Item *item = find_item (self, path);

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
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const char *collection = COLLECTION;
  Item *item = find_item (self, path);

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

static const GDBusInterfaceVTable vtable = {
  .method_call = on_method_call,
  .get_property = on_get_property,
};

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
  export (self, ROOT, "org.freedesktop.Secret.Service");
  export (self, COLLECTION, "org.freedesktop.Secret.Collection");
  export (self, ROOT "/aliases/default", "org.freedesktop.Secret.Collection");
  export (self, PROMPT, "org.freedesktop.Secret.Prompt");
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
  add_item (self, g_variant_builder_end (&attributes), user, password);
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
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->items->len; i++) {
    Item *item = g_ptr_array_index (self->items, i);
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
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->items->len; i++) {
    Item *item = g_ptr_array_index (self->items, i);
    g_autofree char *attributes = g_variant_print (item->attributes, FALSE);

    g_string_append_printf (text, "%s %s\n", item->label, attributes);
  }

  return g_string_free (text, FALSE);
}

static guint
get (FakeKeyring *self,
     const guint *number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

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
