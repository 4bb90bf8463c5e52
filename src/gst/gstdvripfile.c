/* gstdvripfile.c
 *
 * Walks along the units of a recording that can be read anywhere: from length to length, and where
 * one leads astray, on from the next key frame. A unit that the end cuts off is left out.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripfile.h"

#include <string.h>

#include "gstdvriptimeline.h"

#define LONGEST_HEADER 16
#define SHORTEST_HEADER 8

/* Searches read so much at a time; backwards they go no further than the largest unit there is. */
#define BLOCK (64u << 10)
#define SEARCHED_BACKWARDS (DVRIP_MAX_UNIT + BLOCK)

/* What is searched for: the beginning of any unit, or of one that needs none before it. */
typedef enum { SEARCH_ANY, SEARCH_KEY } Search;

static guint64
query_length (GstPad *pad)
{
  gint64 length = 0;

  return gst_pad_peer_query_duration (pad, GST_FORMAT_BYTES, &length) && length > 0
    ? (guint64) length : 0;
}

/**
 * gst_dvrip_file_init:
 * @self: (out caller-allocates): at the beginning of a recording, which may begin inside a unit
 * @pad: a sink pad in pull mode; outlives @self
 */
void
gst_dvrip_file_init (GstDvripFile *self,
                     GstPad       *pad)
{
  *self = (GstDvripFile) { .pad = pad, .length = query_length (pad) };
}

/**
 * gst_dvrip_file_go_to:
 * @offset: where a unit begins
 */
void
gst_dvrip_file_go_to (GstDvripFile *self,
                      guint64       offset)
{
  self->at = offset;
  self->is_found = offset > 0;
}

/* A short read is the end of the recording, not an error. */
static GstFlowReturn
read_bytes (GstDvripFile *self, guint64 offset, gsize size, guint8 *out_data, gsize *out_size)
{
  GstBuffer *buffer = NULL;
  GstFlowReturn flow;

  if (offset >= self->length)
    return GST_FLOW_EOS;

  size = (gsize) MIN (size, self->length - offset);
  flow = gst_pad_pull_range (self->pad, offset, (guint) size, &buffer);
  if (flow != GST_FLOW_OK)
    return flow;

  *out_size = gst_buffer_extract (buffer, 0, out_data, size);
  gst_buffer_unref (buffer);

  return *out_size > 0 ? GST_FLOW_OK : GST_FLOW_EOS;
}

static gboolean
is_plausible (const DvripUnitHeader *header, Search search)
{
  gboolean is_key = header->kind == DVRIP_UNIT_I || header->kind == DVRIP_UNIT_PICTURE;

  if (header->payload_size == 0)
    return FALSE;
  if (is_key)
    return dvrip_date_time_is_possible (header->date_time);
  if (header->kind == DVRIP_UNIT_AUDIO)
    return search == SEARCH_ANY && header->sample_rate > 0;

  return search == SEARCH_ANY;
}

/* Returns: (nullable): where the first unit begins in these bytes; the last one if @is_last */
static const guint8 *
find_start (const guint8 *data, gsize size, Search search, gboolean is_last)
{
  static const guint8 start_code[] = { 0, 0, 1 };
  const guint8 *from = data, *end = data + size, *found = NULL;

  while ((from = memmem (from, (gsize) (end - from), start_code, sizeof start_code)) != NULL) {
    DvripUnitHeader header;

    if (dvrip_unit_header_parse (from, (gsize) (end - from), &header, NULL) > 0 &&
        is_plausible (&header, search)) {
      found = from;
      if (!is_last)
        break;
    }
    from++;
  }

  return found;
}

/* Moves on to the next unit there is. */
static GstFlowReturn
search_forwards (GstDvripFile *self, Search search)
{
  g_autofree guint8 *block = g_malloc (BLOCK);
  GstFlowReturn flow;
  gsize size;

  while ((flow = read_bytes (self, self->at, BLOCK, block, &size)) == GST_FLOW_OK) {
    const guint8 *found = find_start (block, size, search, FALSE);

    if (found) {
      self->at += (guint64) (found - block);
      return GST_FLOW_OK;
    }
    if (size < BLOCK)
      return GST_FLOW_EOS;
    self->at += size - LONGEST_HEADER;
  }

  return flow;
}

/* Returns %GST_FLOW_CUSTOM_ERROR if no unit is here, or one that is not all there. */
static GstFlowReturn
read_unit (GstDvripFile *self, GstDvripFileUnit *unit)
{
  guint8 data[LONGEST_HEADER + GST_DVRIP_FILE_PEEK];
  gsize size = 0, header_size;
  GstFlowReturn flow = read_bytes (self, self->at, sizeof data, data, &size);

  if (flow != GST_FLOW_OK)
    return flow;
  header_size = dvrip_unit_header_parse (data, size, &unit->header, NULL);
  if (header_size == 0)
    return size < SHORTEST_HEADER ? GST_FLOW_EOS : GST_FLOW_CUSTOM_ERROR;
  if (self->at + header_size + unit->header.payload_size > self->length)
    return GST_FLOW_CUSTOM_ERROR;

  unit->offset = self->at;
  unit->size = MIN (MIN (size - header_size, GST_DVRIP_FILE_PEEK), unit->header.payload_size);
  memcpy (unit->data, data + header_size, unit->size);
  self->at += header_size + unit->header.payload_size;

  return GST_FLOW_OK;
}

/* A recording that is still being made has grown meanwhile. */
static gboolean
has_grown (GstDvripFile *self)
{
  guint64 length = query_length (self->pad);

  if (length <= self->length)
    return FALSE;

  self->length = length;
  return TRUE;
}

/**
 * gst_dvrip_file_next:
 * @out_unit: (out caller-allocates): the next one; of use with %GST_FLOW_OK only
 *
 * Goes on to the next unit.
 *
 * Returns: %GST_FLOW_OK, %GST_FLOW_EOS after the last one, or why bytes cannot be read
 */
GstFlowReturn
gst_dvrip_file_next (GstDvripFile     *self,
                     GstDvripFileUnit *out_unit)
{
  GstFlowReturn flow = self->is_found ? GST_FLOW_OK : search_forwards (self, SEARCH_ANY);

  out_unit->is_discont = FALSE;
  while (flow == GST_FLOW_OK && (flow = read_unit (self, out_unit)) != GST_FLOW_OK) {
    if ((flow == GST_FLOW_CUSTOM_ERROR || flow == GST_FLOW_EOS) && has_grown (self)) {
      flow = GST_FLOW_OK;
    } else if (flow == GST_FLOW_CUSTOM_ERROR) {
      out_unit->is_discont = TRUE;
      self->at++;
      flow = search_forwards (self, SEARCH_KEY);
    }
  }
  self->is_found |= flow == GST_FLOW_OK;

  return flow;
}

/**
 * gst_dvrip_file_read:
 * @unit: from gst_dvrip_file_next()
 * @out_payload: (out) (transfer full): all that follows its header; with %GST_FLOW_OK only
 *
 * Returns: %GST_FLOW_OK, or why bytes cannot be read
 */
GstFlowReturn
gst_dvrip_file_read (GstDvripFile           *self,
                     const GstDvripFileUnit *unit,
                     GstBuffer             **out_payload)
{
  guint size = unit->header.payload_size;
  GstBuffer *buffer = NULL;
  GstFlowReturn flow;

  if (size == 0) {
    *out_payload = gst_buffer_new ();
    return GST_FLOW_OK;
  }

  flow = gst_pad_pull_range (self->pad, unit->offset + unit->header.header_size, size, &buffer);
  if (flow != GST_FLOW_OK)
    return flow;
  if (gst_buffer_get_size (buffer) < size) {
    gst_buffer_unref (buffer);
    return GST_FLOW_EOS;
  }

  buffer = gst_buffer_make_writable (buffer);
  GST_BUFFER_OFFSET (buffer) = GST_BUFFER_OFFSET_END (buffer) = GST_BUFFER_OFFSET_NONE;
  GST_BUFFER_FLAG_UNSET (buffer, GST_BUFFER_FLAG_DISCONT);
  *out_payload = buffer;

  return GST_FLOW_OK;
}

/**
 * gst_dvrip_file_find_last_clock:
 *
 * Looks for the last key frame, from the end backwards.
 *
 * Returns: the camera's clock there, in seconds; -1 if it is not found or says none
 */
gint64
gst_dvrip_file_find_last_clock (GstDvripFile *self)
{
  g_autofree guint8 *block = g_malloc (BLOCK);

  for (guint64 back = BLOCK; back < SEARCHED_BACKWARDS; back += BLOCK - LONGEST_HEADER) {
    guint64 offset = self->length > back ? self->length - back : 0;
    const guint8 *found = NULL;
    DvripUnitHeader header;
    gsize size;

    if (read_bytes (self, offset, BLOCK, block, &size) != GST_FLOW_OK)
      return -1;
    found = find_start (block, size, SEARCH_KEY, TRUE);
    if (found) {
      dvrip_unit_header_parse (found, size - (gsize) (found - block), &header, NULL);
      return gst_dvrip_timeline_read_clock (header.date_time);
    }
    if (offset == 0)
      break;
  }

  return -1;
}
