// The templates of the pages, which lie beside this as files.
#ifndef FALLVERBUND_SERVICES_AUDIT_PAGES_TEMPLATES_H_
#define FALLVERBUND_SERVICES_AUDIT_PAGES_TEMPLATES_H_

#include <string_view>

namespace fallverbund::audit::pages {

// Empty: there is none of that name.
std::string_view TemplateNamed(std::string_view name);

}  // namespace fallverbund::audit::pages

#endif  // FALLVERBUND_SERVICES_AUDIT_PAGES_TEMPLATES_H_
