// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/OwnedObjects.h"
#include "privhelper/daemon/Images.h"

namespace vitrine::bus {

/// io.vitrine.Image1 for all images, and the announcements of them.
class ImageObject : public OwnedObjects<ImageObject, daemon::Image> {
public:
    ImageObject(sd_bus *bus, daemon::Images &images, Gate &gate, Subscribers &subscribers);
    Result<> publish() { return publishVtable(kVtable); }

    // The manager's methods that are about images.
    Result<> importImage(sd_bus_message *message);
    Result<> pruneImages(sd_bus_message *message);

private:
    static const sd_bus_vtable kVtable[];

    [[nodiscard]] daemon::Image *find(const std::string &id) const override { return m_images.find(id); }
    [[nodiscard]] std::vector<daemon::Image *> ownedBy(std::uint32_t uid) const override;

    Result<> import(sd_bus_message *message, const CallPtr &call);
    Result<> onTag(sd_bus_message *message);
    Result<> onUntag(sd_bus_message *message);
    Result<> onRemove(sd_bus_message *message);
    Result<> onCancel(sd_bus_message *message);
    Result<> onExport(sd_bus_message *message);

    daemon::Images &m_images;
};

} // namespace vitrine::bus
