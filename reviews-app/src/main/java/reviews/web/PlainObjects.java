package reviews.web;

import freemarker.template.ObjectWrapper;
import freemarker.template.SimpleHash;
import freemarker.template.SimpleNumber;
import freemarker.template.SimpleScalar;
import freemarker.template.SimpleSequence;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows templates plain data only: text, numbers, truth, lists, maps and the components of records. No template can call
 * a method.
 */
final class PlainObjects implements ObjectWrapper {
  @Override
  public @Nullable TemplateModel wrap(@Nullable Object value) throws TemplateModelException {
    return switch (value) {
      case null -> null;
      case TemplateModel model -> model;
      case CharSequence text -> new SimpleScalar(text.toString());
      case Number number -> new SimpleNumber(number);
      case Boolean truth -> truth ? TemplateBooleanModel.TRUE : TemplateBooleanModel.FALSE;
      case Collection<?> items -> new SimpleSequence(items, this);
      case Map<?, ?> map -> new SimpleHash(map, this);
      case Record data -> new Components(data);
      default -> throw new TemplateModelException("not plain data: " + value.getClass().getName());
    };
  }

  /** A record as templates see it. */
  private final class Components implements TemplateHashModel {
    private final Record data;

    Components(Record data) {
      this.data = data;
    }

    @Override
    public @Nullable TemplateModel get(String name) throws TemplateModelException {
      for (RecordComponent component : data.getClass().getRecordComponents()) {
        if (component.getName().equals(name)) {
          return wrap(read(component));
        }
      }
      return null;
    }

    private Object read(RecordComponent component) throws TemplateModelException {
      try {
        component.getAccessor().setAccessible(true); // records of this package are not public
        return component.getAccessor().invoke(data);
      } catch (ReflectiveOperationException e) {
        throw new TemplateModelException("cannot read " + component.getName(), e);
      }
    }

    @Override
    public boolean isEmpty() {
      return false;
    }
  }
}
