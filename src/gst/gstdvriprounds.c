/* gstdvriprounds.c
 *
 * Asks the local networks for devices again and again, and keeps account of who is there: a new one
 * is added, one that says something else of itself is changed, one that has not answered for some
 * rounds is removed. Bounded: no more devices than one round may find.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvriprounds.h"

#include "gstdvripdevice.h"
#include "wall-io-thread.h"
#include "wall-reason.h"

typedef struct {
  GstDevice *device;
  guint      missed;    /* rounds, one after the other */
  gboolean   is_seen;   /* in this round */
} Entry;

struct _GstDvripRounds {
  gatomicrefcount       ref_count;
  GstDvripRoundsConfig  config;        /* never changes */
  GCancellable         *cancellable;   /* ends the round under way */

  /* Guarded by @lock, which is held while the provider is told something: after
   * gst_dvrip_rounds_end() it is told nothing. */
  GMutex                lock;
  GstDeviceProvider    *provider;      /* (nullable): it has ended */

  /* Network thread. */
  GSource              *timer;         /* (nullable): of the next round */
  gint64                began_us;      /* this round */
  GHashTable           *entries;       /* "ADDRESS PORT" to Entry */
};

static void begin_round (GstDvripRounds *self);

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  gst_object_unref (entry->device);
  g_free (entry);
}

static GstDvripRounds *
ref_rounds (GstDvripRounds *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
unref_rounds (gpointer data)
{
  GstDvripRounds *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->entries);
  g_object_unref (self->cancellable);
  g_strfreev (self->config.targets);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Returns: whether there is anybody to tell; then call leave() after it */
static gboolean
enter (GstDvripRounds *self)
{
  g_mutex_lock (&self->lock);
  if (self->provider)
    return TRUE;

  g_mutex_unlock (&self->lock);
  return FALSE;
}

static void
leave (GstDvripRounds *self)
{
  g_mutex_unlock (&self->lock);
}

static void
tell_state (GstDvripRounds *self,
            gboolean        is_searching,
            const GError   *error)
{
  const char *reason = wall_reason_to_nick (wall_reason_from_error (error));
  g_autoptr (GstBus) bus = NULL;

  if (!enter (self))
    return;

  bus = gst_device_provider_get_bus (self->provider);
  gst_bus_post (bus, gst_message_new_element (
                       GST_OBJECT (self->provider),
                       gst_structure_new ("dvrip-search",
                                          "is-searching", G_TYPE_BOOLEAN, is_searching,
                                          "reason", G_TYPE_STRING, reason,
                                          NULL)));
  leave (self);
}

static gboolean
is_same (GstDevice *device,
         GstDevice *other)
{
  g_autoptr (GstStructure) a = gst_device_get_properties (device);
  g_autoptr (GstStructure) b = gst_device_get_properties (other);

  return gst_structure_is_equal (a, b);
}

static void
add_entry (GstDvripRounds *self,
           const char     *key,
           GstDevice      *device)
{
  Entry *entry;

  if (g_hash_table_size (self->entries) >= DVRIP_PROBER_MAX_DEVICES || !enter (self))
    return;

  entry = g_new0 (Entry, 1);
  entry->device = gst_object_ref (device);
  entry->is_seen = TRUE;
  g_hash_table_insert (self->entries, g_strdup (key), entry);
  gst_device_provider_device_add (self->provider, device);
  leave (self);
}

static void
refresh_entry (GstDvripRounds *self,
               Entry          *entry,
               GstDevice      *device)
{
  entry->is_seen = TRUE;
  if (is_same (entry->device, device) || !enter (self))
    return;

  gst_device_provider_device_changed (self->provider, device, entry->device);
  gst_object_replace ((GstObject **) &entry->device, GST_OBJECT (device));
  leave (self);
}

static void
on_found (const DvripDevice *found,
          gpointer           data)
{
  GstDvripRounds *self = data;
  g_autoptr (GstDevice) device = gst_object_ref_sink (gst_dvrip_device_new (found));
  g_autofree char *key = g_strdup_printf ("%s %u", found->address, found->port);
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry)
    refresh_entry (self, entry, device);
  else
    add_entry (self, key, device);
}

/* Returns: whether it is gone */
static gboolean
age_entry (gpointer key,
           gpointer value,
           gpointer data)
{
  GstDvripRounds *self = data;
  Entry *entry = value;

  entry->missed = entry->is_seen ? 0 : entry->missed + 1;
  entry->is_seen = FALSE;
  if (entry->missed < GST_DVRIP_ROUNDS_MAX_MISSED || !enter (self))
    return FALSE;

  gst_device_provider_device_remove (self->provider, entry->device);
  leave (self);
  return TRUE;
}

static gboolean
on_timer (gpointer data)
{
  GstDvripRounds *self = data;

  g_clear_pointer (&self->timer, g_source_unref);
  begin_round (self);

  return G_SOURCE_REMOVE;
}

static void
wait_for_next (GstDvripRounds *self)
{
  gint64 past_ms = (g_get_monotonic_time () - self->began_us) / 1000;
  gint64 wait_ms = MAX ((gint64) self->config.interval_ms - past_ms, 0);

  self->timer = g_timeout_source_new ((guint) wait_ms);
  g_source_set_callback (self->timer, on_timer, ref_rounds (self), unref_rounds);
  g_source_attach (self->timer, wall_io_thread_get_context ());
}

static void
on_round_ended (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  GstDvripRounds *self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *devices = dvrip_prober_run_finish (result, &error);

  g_clear_pointer (&devices, g_ptr_array_unref);
  if (!g_cancellable_is_cancelled (self->cancellable)) {
    g_hash_table_foreach_remove (self->entries, age_entry, self);
    tell_state (self, FALSE, error);
    wait_for_next (self);
  }
  unref_rounds (self);
}

static void
begin_round (GstDvripRounds *self)
{
  const DvripProberConfig config = {
    .port = self->config.port,
    .targets = (const char *const *) self->config.targets,
    .duration_ms = self->config.duration_ms,
  };

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->began_us = g_get_monotonic_time ();
  tell_state (self, TRUE, NULL);
  dvrip_prober_run_async (&config, on_found, self, self->cancellable, on_round_ended,
                          ref_rounds (self));
}

static gboolean
on_begin (gpointer data)
{
  begin_round (data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_end (gpointer data)
{
  GstDvripRounds *self = data;

  if (self->timer)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

/**
 * gst_dvrip_rounds_begin:
 * @provider: who is told; it must live until gst_dvrip_rounds_end()
 * @config: is copied
 *
 * Asks at once, and then again and again. The state is posted as element messages "dvrip-search" on
 * the provider's bus: "is-searching" (boolean) and "reason" (string, "none" or why nobody could be
 * asked).
 *
 * Returns: (transfer full): what has begun
 */
GstDvripRounds *
gst_dvrip_rounds_begin (GstDeviceProvider          *provider,
                        const GstDvripRoundsConfig *config)
{
  GstDvripRounds *self = g_new0 (GstDvripRounds, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->provider = provider;
  self->config = *config;
  self->config.targets = g_strdupv (config->targets);
  self->cancellable = g_cancellable_new ();
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_entry);
  wall_io_thread_invoke (on_begin, ref_rounds (self), unref_rounds);

  return self;
}

/**
 * gst_dvrip_rounds_end:
 * @self: (transfer full): what was begun
 *
 * Returns at once; from here on the provider is told nothing.
 */
void
gst_dvrip_rounds_end (GstDvripRounds *self)
{
  g_mutex_lock (&self->lock);
  self->provider = NULL;
  g_mutex_unlock (&self->lock);

  wall_io_thread_invoke (on_end, self, unref_rounds);
}
