/* The holdfast library: everything that a client may use. */
#ifndef HOLDFAST_H
#define HOLDFAST_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/read.h"
#include "base/streams.h"
#include "base/text.h"
#include "chain/chain.h"
#include "digest/algorithm.h"
#include "digest/digester.h"
#include "digest/engine_options.h"
#include "fetch/complete.h"
#include "finding/finding.h"
#include "finding/sink.h"
#include "finding/verdict.h"
#include "package/create.h"
#include "package/describe.h"
#include "package/provenance.h"
#include "package/update.h"
#include "provenance/dc.h"
#include "provenance/model.h"
#include "provenance/premis.h"
#include "provenance/record.h"
#include "provenance/skeleton.h"
#include "provenance/unused.h"
#include "report/chain.h"
#include "report/json.h"
#include "report/text.h"
#include "verify/verify.h"

#endif
