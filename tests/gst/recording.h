/* recording.h
 *
 * A recorder's export, written by hand from what real encoders make: nothing of the reader's code.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct {
  const char *encoder;   /* elements, from raw video to whole frames */
  guint       codec;     /* as headers say it; 0: JPEG, as pictures */
  guint       width;
  guint       height;
  guint       fps;       /* of the frames, and of the headers unless… */
  guint       said_fps;  /* …this is not 0; 32 stands for a header with 0 */
  guint       frames;
  gboolean    has_sound; /* A-law, 8000 Hz, a unit a frame */
} RecordingPart;

typedef struct {
  GByteArray *bytes;
  GPtrArray  *frames;    /* of GBytes: as the encoders made them */
  GArray     *keys;      /* of guint: those of them that are key frames */
  GArray     *offsets;   /* of gsize: where each frame's unit begins */
  guint       sounds;
  guint64     clock_ns;  /* the camera's, since it began to record */
} Recording;

/* Encoders that are used where they are installed. */
extern const RecordingPart recording_h264, recording_h265, recording_mpeg4, recording_jpeg;

gboolean   recording_can       (const RecordingPart *part);
Recording *recording_new       (void);
void       recording_free      (Recording           *self);
void       recording_add       (Recording           *self,
                                const RecordingPart *part);
void       recording_add_unit  (Recording           *self,
                                guint8               kind,
                                const void          *payload,
                                gsize                size);
char      *recording_save      (Recording           *self,
                                const char          *name);

/* Returns: the index of the frame; -1 if there is none like it. */
int        recording_find      (Recording           *self,
                                GstBuffer           *frame,
                                guint                from);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recording, recording_free)

G_END_DECLS
