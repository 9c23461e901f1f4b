// Stands in for a reference to a string, which Node-API knows from version 10 on (Electron 22 has 8): an object holds it.
struct StringReference {
  Napi::ObjectReference holder;
  StringReference() {}
  StringReference(Napi::String text) { Set(text); }
  StringReference(StringReference&& other) : holder(std::move(other.holder)) {}
  StringReference& operator=(StringReference&& other) { holder = std::move(other.holder); return *this; }
  void Set(Napi::String text) {
    Napi::Object object = Napi::Object::New(text.Env());
    object.Set("text", text);
    holder = Napi::Persistent(object);
  }
  Napi::String Value() const { return holder.Value().Get("text").As<Napi::String>(); }
};
