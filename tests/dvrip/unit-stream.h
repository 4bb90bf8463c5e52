/* unit-stream.h
 *
 * What the tests of the unit reader share: a stream made by hand, and all that comes out of it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-unit-reader.h"

void       unit_stream_append    (GByteArray      *bytes,
                                  DvripUnitKind    kind,
                                  guint32          size);
void       unit_stream_push      (DvripUnitReader *reader,
                                  const guint8    *data,
                                  gsize            size,
                                  gint64           arrival_us);
DvripRead  unit_stream_drain     (DvripUnitReader *reader,
                                  GPtrArray       *units);
GPtrArray *unit_stream_new_units (void);
