/* wall-foreign-count.c
 *
 * What a foreign source counts, on the threads on which it happens, and its pads.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-foreign-private.h"

static void
note_unit (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  g_mutex_lock (&priv->lock);
  priv->counts.units++;
  priv->counts.last_unit_us = g_get_monotonic_time ();
  g_mutex_unlock (&priv->lock);
}

/* A stream that ends ended at the device: the pipeline is told why, not that all is well. */
static GstPadProbeReturn
on_data (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         user_data)
{
  WallForeign *self = user_data;

  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER) {
    note_unit (self);
    return GST_PAD_PROBE_OK;
  }

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) != GST_EVENT_EOS)
    return GST_PAD_PROBE_OK;

  wall_foreign_fail (self, WALL_REASON_CLOSED_BY_DEVICE, 0, NULL, "the stream has ended");

  return GST_PAD_PROBE_DROP;
}

static char *
next_pad_name (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);
  guint number;

  g_mutex_lock (&priv->lock);
  number = priv->n_pads++;
  g_mutex_unlock (&priv->lock);

  return g_strdup_printf ("video_%u", number);
}

/**
 * wall_foreign_add_pad:
 * @target: a source pad inside the bin, whose buffers are whole units
 *
 * Adds a pad that carries what comes out of it, and counts.
 */
void
wall_foreign_add_pad (WallForeign *self,
                      GstPad      *target)
{
  g_autofree char *name = next_pad_name (self);
  GstPad *ghost = gst_ghost_pad_new (name, target);

  gst_pad_add_probe (ghost, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                     on_data, self, NULL);
  gst_pad_set_active (ghost, TRUE);
  gst_element_add_pad (GST_ELEMENT (self), ghost);
}

/**
 * wall_foreign_note_bytes:
 * @size: how many bytes have just come from the device
 */
void
wall_foreign_note_bytes (WallForeign *self,
                         gsize        size)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  g_mutex_lock (&priv->lock);
  priv->counts.bytes += size;
  priv->counts.last_byte_us = g_get_monotonic_time ();
  g_mutex_unlock (&priv->lock);
}

/**
 * wall_foreign_set_certificate:
 * @certificate: (nullable): the one that the device showed and that no authority vouches for
 */
void
wall_foreign_set_certificate (WallForeign *self,
                              const char  *certificate)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  g_mutex_lock (&priv->lock);
  g_strlcpy (priv->counts.certificate, certificate ? certificate : "",
             sizeof priv->counts.certificate);
  g_mutex_unlock (&priv->lock);
}

static void
read_address (GSocketAddress *address,
              char           *out_text,
              gsize           size,
              guint          *out_port)
{
  GInetSocketAddress *inet;
  g_autofree char *text = NULL;

  if (!address || !G_IS_INET_SOCKET_ADDRESS (address))
    return;

  inet = G_INET_SOCKET_ADDRESS (address);
  text = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  g_strlcpy (out_text, text, size);
  *out_port = g_inet_socket_address_get_port (inet);
}

/**
 * wall_foreign_set_connection:
 * @socket: the connection to the device; only its addresses are remembered
 */
void
wall_foreign_set_connection (WallForeign *self,
                             GSocket     *socket)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);

  g_mutex_lock (&priv->lock);
  read_address (local, priv->counts.local_address, sizeof priv->counts.local_address,
                &priv->counts.local_port);
  read_address (remote, priv->counts.remote_address, sizeof priv->counts.remote_address,
                &priv->counts.remote_port);
  g_mutex_unlock (&priv->lock);
}

/**
 * wall_foreign_dup_statistics:
 *
 * Returns: (transfer full): what the property "statistics" says: the fields that `dvripsrc` has as
 *   well, as far as they make sense, and "certificate"
 */
GstStructure *
wall_foreign_dup_statistics (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);
  WallForeignCounts counts;
  WallForeignPhase phase;

  g_mutex_lock (&priv->lock);
  counts = priv->counts;
  phase = priv->phase;
  g_mutex_unlock (&priv->lock);

  return gst_structure_new (
    "application/x-dvripsrc-stats",
    "phase", G_TYPE_STRING, wall_foreign_phase_to_string (phase),
    "bytes", G_TYPE_UINT64, counts.bytes,
    "units", G_TYPE_UINT64, counts.units,
    "video-units", G_TYPE_UINT64, counts.units,
    "last-byte-time", G_TYPE_INT64, counts.last_byte_us,
    "last-unit-time", G_TYPE_INT64, counts.last_unit_us,
    "local-address", G_TYPE_STRING, counts.local_address,
    "remote-address", G_TYPE_STRING, counts.remote_address,
    "local-port", G_TYPE_UINT, counts.local_port,
    "remote-port", G_TYPE_UINT, counts.remote_port,
    "certificate", G_TYPE_STRING, counts.certificate,
    NULL);
}
