/* dvrip-unit-reader.h
 *
 * Payloads of media packets in, whole units (frames) out, however they were cut.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-packet-reader.h"

G_BEGIN_DECLS

#define DVRIP_MAX_UNIT (8u << 20)

typedef enum {
  DVRIP_UNIT_INFO    = 0xf9,
  DVRIP_UNIT_AUDIO   = 0xfa,
  DVRIP_UNIT_I       = 0xfc,
  DVRIP_UNIT_P       = 0xfd,
  DVRIP_UNIT_PICTURE = 0xfe, /* JPEG */
} DvripUnitKind;

typedef enum {
  DVRIP_VIDEO_UNKNOWN = 0,
  DVRIP_VIDEO_MPEG4   = 1,
  DVRIP_VIDEO_H264    = 2,
  DVRIP_VIDEO_H265    = 3,
} DvripVideoCodec;

typedef enum {
  DVRIP_AUDIO_MULAW = 0x0a,
  DVRIP_AUDIO_ALAW  = 0x0e,
} DvripAudioCodec;

typedef struct {
  DvripUnitKind kind;
  gsize         header_size;  /* 8 or 16, with the four bytes of the start */
  guint32       payload_size;
  guint8        codec;        /* I: a DvripVideoCodec; AUDIO: a DvripAudioCodec; else 0 */
  guint         width;        /* I and PICTURE, pixels; 0 where the header does not say */
  guint         height;
  guint         fps;          /* I and PICTURE; 0: not said */
  guint         sample_rate;  /* AUDIO, Hz; 0: not said */
  guint32       date_time;    /* I and PICTURE, as on the wire: the device's local time */
} DvripUnitHeader;

typedef struct {
  DvripUnitHeader header;
  GBytes         *bytes;       /* the whole unit, header and payload, as it came */
  gint64          arrival_us;  /* monotonic, of its first byte, as given to push */
  gboolean        is_discont;  /* something before it was lost or skipped */
} DvripUnit;

DvripUnit       *dvrip_unit_copy         (const DvripUnit  *unit);
void             dvrip_unit_free         (DvripUnit        *unit);

gboolean         dvrip_unit_is_start     (const guint8     *data,
                                          gsize             size);
gsize            dvrip_unit_header_parse (const guint8     *data,
                                          gsize             size,
                                          DvripUnitHeader  *out_header,
                                          GError          **error);
gsize            dvrip_unit_header_write (const DvripUnitHeader *header,
                                          guint8            out_data[16]);
guint32          dvrip_date_time_pack    (guint year, guint month, guint day,
                                          guint hour, guint minute, guint second);
gboolean         dvrip_date_time_is_possible (guint32       date_time);

typedef struct _DvripUnitReader DvripUnitReader;

DvripUnitReader *dvrip_unit_reader_new   (void);
void             dvrip_unit_reader_free  (DvripUnitReader  *self);
void             dvrip_unit_reader_push  (DvripUnitReader  *self,
                                          GBytes           *payload,
                                          gint64            arrival_us);
DvripRead        dvrip_unit_reader_pop   (DvripUnitReader  *self,
                                          DvripUnit       **out_unit,
                                          GError          **error);
/* The arrival of the first byte of the unit that is not yet whole; -1: none is begun. */
gint64           dvrip_unit_reader_get_begun_us (DvripUnitReader *self);
gsize            dvrip_unit_reader_get_allocated (DvripUnitReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DvripUnit, dvrip_unit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DvripUnitReader, dvrip_unit_reader_free)

G_END_DECLS
