/* wall-discovery.c
 *
 * The DVRIP devices that answer on the local networks: what the plugin's device provider tells, as a
 * list for the interface. The provider tells on its own thread; here it is taken over on the main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-discovery.h"

#include <glib/gi18n-lib.h>
#include <gst/gst.h>

#include "wall-reason.h"

#define PROVIDER "dvripdeviceprovider"

/* What an earlier watch has left, and was not heard of in so many rounds, is gone. */
#define MAX_MISSED 3

typedef struct {
  WallDiscovered *device;
  gboolean        is_there;   /* the provider has it in this watch */
} Entry;

/* From one start to the next stop; counted, since it is reached from the provider's thread. */
typedef struct {
  GWeakRef discovery;
  GstBus  *bus;
} Watch;

typedef struct {
  Watch      *watch;
  GstMessage *message;
} News;

struct _WallDiscovery {
  GObject parent_instance;

  GstDeviceProvider *provider;   /* (nullable): it is missing */
  Watch *watch;                  /* (nullable): nobody watches */
  gulong handler_id;
  GPtrArray *entries;            /* of Entry */
  guint rounds;                  /* ended in this watch */
  gboolean is_searching;
  char *trouble;                 /* (nullable) */
};

enum {
  PROP_0,
  PROP_IS_SEARCHING,
  PROP_TROUBLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WallDiscovery, wall_discovery, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->device);
  g_free (entry);
}

static GType
get_item_type (GListModel *model)
{
  return WALL_TYPE_DISCOVERED;
}

static guint
get_n_items (GListModel *model)
{
  return WALL_DISCOVERY (model)->entries->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GPtrArray *entries = WALL_DISCOVERY (model)->entries;
  Entry *entry = position < entries->len ? g_ptr_array_index (entries, position) : NULL;

  return entry ? g_object_ref (entry->device) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
set_searching (WallDiscovery *self,
               gboolean       is_searching)
{
  if (self->is_searching == is_searching)
    return;

  self->is_searching = is_searching;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SEARCHING]);
}

static void
set_trouble (WallDiscovery *self,
             const char    *trouble)
{
  if (g_strcmp0 (self->trouble, trouble) == 0)
    return;

  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}

static Entry *
find_entry (WallDiscovery *self,
            const char    *address,
            guint          port,
            guint         *out_position)
{
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = g_ptr_array_index (self->entries, i);

    *out_position = i;
    if (wall_discovered_get_port (entry->device) == port &&
        g_str_equal (wall_discovered_get_address (entry->device), address))
      return entry;
  }

  return NULL;
}

static void
remove_entry (WallDiscovery *self,
              guint          position)
{
  g_ptr_array_remove_index (self->entries, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static Entry *
append_entry (WallDiscovery *self,
              const char    *address,
              guint          port)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->device = wall_discovered_new (address, (guint16) port);
  g_ptr_array_add (self->entries, entry);

  return entry;
}

/* A new one is described before anybody sees it. */
static void
take_device (WallDiscovery *self,
             GstDevice     *device,
             gboolean       is_there)
{
  g_autoptr (GstStructure) said = gst_device_get_properties (device);
  const char *address = gst_structure_get_string (said, "dvrip.address");
  guint port = 0, channels = 0, position = 0;
  Entry *entry, *known;

  gst_structure_get_uint (said, "dvrip.port", &port);
  gst_structure_get_uint (said, "dvrip.channels", &channels);
  known = find_entry (self, address, port, &position);
  if (!is_there) {
    if (known)
      remove_entry (self, position);
    return;
  }

  entry = known ? known : append_entry (self, address, port);
  entry->is_there = TRUE;
  wall_discovered_describe (entry->device, gst_structure_get_string (said, "dvrip.name"),
                            gst_structure_get_string (said, "dvrip.serial"), channels);
  if (!known)
    g_list_model_items_changed (G_LIST_MODEL (self), self->entries->len - 1, 0, 1);
}

static void
forget_missing (WallDiscovery *self)
{
  for (guint i = self->entries->len; i > 0; i--) {
    Entry *entry = g_ptr_array_index (self->entries, i - 1);

    if (!entry->is_there)
      remove_entry (self, i - 1);
  }
}

static void
take_state (WallDiscovery      *self,
            const GstStructure *said)
{
  WallReason reason = WALL_REASON_NONE;
  gboolean is_searching = FALSE;

  gst_structure_get_boolean (said, "is-searching", &is_searching);
  wall_reason_from_nick (gst_structure_get_string (said, "reason"), &reason);
  set_searching (self, is_searching);
  if (is_searching)
    return;

  set_trouble (self, reason == WALL_REASON_NONE
                       ? NULL
                       : _("This computer has no network on which devices could be found. A device "
                           "can be added by its address."));
  if (++self->rounds >= MAX_MISSED)
    forget_missing (self);
}

static void
take_message (WallDiscovery *self,
              GstMessage    *message)
{
  GstMessageType type = GST_MESSAGE_TYPE (message);
  g_autoptr (GstDevice) device = NULL;

  if (type == GST_MESSAGE_ELEMENT) {
    take_state (self, gst_message_get_structure (message));
    return;
  }

  if (type == GST_MESSAGE_DEVICE_ADDED)
    gst_message_parse_device_added (message, &device);
  else if (type == GST_MESSAGE_DEVICE_CHANGED)
    gst_message_parse_device_changed (message, &device, NULL);
  else if (type == GST_MESSAGE_DEVICE_REMOVED)
    gst_message_parse_device_removed (message, &device);

  if (device)
    take_device (self, device, type != GST_MESSAGE_DEVICE_REMOVED);
}

/* The bus keeps what nobody takes from it. */
static void
drain (GstBus *bus)
{
  GstMessage *message;

  while ((message = gst_bus_pop (bus)))
    gst_message_unref (message);
}

static void
clear_watch (gpointer data)
{
  Watch *watch = data;

  g_weak_ref_clear (&watch->discovery);
  gst_object_unref (watch->bus);
}

static void
unref_watch (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_watch);
}

static void
unref_watch_in_closure (gpointer  data,
                        GClosure *closure)
{
  unref_watch (data);
}

static Watch *
new_watch (WallDiscovery *self)
{
  Watch *watch = g_atomic_rc_box_new0 (Watch);

  g_weak_ref_init (&watch->discovery, self);
  watch->bus = gst_device_provider_get_bus (self->provider);

  return watch;
}

static void
free_news (gpointer data)
{
  News *news = data;

  unref_watch (news->watch);
  gst_message_unref (news->message);
  g_free (news);
}

static gboolean
on_news (gpointer data)
{
  News *news = data;
  g_autoptr (WallDiscovery) self = g_weak_ref_get (&news->watch->discovery);

  drain (news->watch->bus);
  if (self && self->watch == news->watch)
    take_message (self, news->message);

  return G_SOURCE_REMOVE;
}

/* On the thread on which it is posted. */
static void
on_message (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  News *news = g_new (News, 1);

  news->watch = g_atomic_rc_box_acquire (user_data);
  news->message = gst_message_ref (message);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[watchwall] news of devices");
  g_source_set_callback (source, on_news, news, free_news);
  g_source_attach (source, NULL);
}

static void
wall_discovery_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  WallDiscovery *self = WALL_DISCOVERY (object);

  if (property_id == PROP_IS_SEARCHING)
    g_value_set_boolean (value, self->is_searching);
  else if (property_id == PROP_TROUBLE)
    g_value_set_string (value, self->trouble);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
wall_discovery_dispose (GObject *object)
{
  WallDiscovery *self = WALL_DISCOVERY (object);

  wall_discovery_stop (self);
  gst_clear_object (&self->provider);

  G_OBJECT_CLASS (wall_discovery_parent_class)->dispose (object);
}

static void
wall_discovery_finalize (GObject *object)
{
  WallDiscovery *self = WALL_DISCOVERY (object);

  g_ptr_array_unref (self->entries);
  g_free (self->trouble);

  G_OBJECT_CLASS (wall_discovery_parent_class)->finalize (object);
}

static void
wall_discovery_class_init (WallDiscoveryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = wall_discovery_get_property;
  object_class->dispose = wall_discovery_dispose;
  object_class->finalize = wall_discovery_finalize;

  properties[PROP_IS_SEARCHING] =
    g_param_spec_boolean ("is-searching", NULL, NULL, FALSE, flags);
  properties[PROP_TROUBLE] = g_param_spec_string ("trouble", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
wall_discovery_init (WallDiscovery *self)
{
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  self->provider = gst_device_provider_factory_get_by_name (PROVIDER);
}

/**
 * wall_discovery_new:
 *
 * Returns: (transfer full): an empty list that is not watched
 */
WallDiscovery *
wall_discovery_new (void)
{
  return g_object_new (WALL_TYPE_DISCOVERY, NULL);
}

/* Somebody else may watch already, and have found some. */
static void
take_known (WallDiscovery *self)
{
  GList *devices = gst_device_provider_get_devices (self->provider);

  for (GList *at = devices; at; at = at->next)
    take_device (self, at->data, TRUE);
  g_list_free_full (devices, gst_object_unref);
}

/**
 * wall_discovery_start:
 *
 * Asks the networks now, and again every ten seconds. The second time it does nothing.
 */
void
wall_discovery_start (WallDiscovery *self)
{
  g_return_if_fail (WALL_IS_DISCOVERY (self));

  if (self->watch)
    return;
  if (!self->provider) {
    set_trouble (self, _("A part of this program is missing: devices cannot be looked for. A device "
                         "can be added by its address."));
    return;
  }

  for (guint i = 0; i < self->entries->len; i++)
    ((Entry *) g_ptr_array_index (self->entries, i))->is_there = FALSE;
  self->rounds = 0;
  self->watch = new_watch (self);
  gst_bus_enable_sync_message_emission (self->watch->bus);
  self->handler_id =
    g_signal_connect_data (self->watch->bus, "sync-message", G_CALLBACK (on_message),
                           g_atomic_rc_box_acquire (self->watch), unref_watch_in_closure, 0);
  set_searching (self, TRUE);
  gst_device_provider_start (self->provider);
  take_known (self);
}

/**
 * wall_discovery_stop:
 *
 * Asks no more. The list stays.
 */
void
wall_discovery_stop (WallDiscovery *self)
{
  g_return_if_fail (WALL_IS_DISCOVERY (self));

  if (!self->watch)
    return;

  gst_device_provider_stop (self->provider);
  g_signal_handler_disconnect (self->watch->bus, self->handler_id);
  gst_bus_disable_sync_message_emission (self->watch->bus);
  drain (self->watch->bus);
  g_clear_pointer (&self->watch, unref_watch);
  set_searching (self, FALSE);
}

/**
 * wall_discovery_is_searching:
 *
 * Returns: whether answers are waited for right now
 */
gboolean
wall_discovery_is_searching (WallDiscovery *self)
{
  g_return_val_if_fail (WALL_IS_DISCOVERY (self), FALSE);

  return self->is_searching;
}

/**
 * wall_discovery_get_trouble:
 *
 * Returns: (transfer none) (nullable): a sentence, why nothing can be found
 */
const char *
wall_discovery_get_trouble (WallDiscovery *self)
{
  g_return_val_if_fail (WALL_IS_DISCOVERY (self), NULL);

  return self->trouble;
}
