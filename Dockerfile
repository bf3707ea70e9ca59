# The program with its locked packages; data lives in /data. Used by fly.toml and by any other host.
FROM python:3.11-slim

WORKDIR /srv
RUN useradd --system city && mkdir /data
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY templates templates
COPY static static
COPY locales locales
# In place, because pages, styles and translations lie beside the package.
RUN pip install --no-cache-dir --no-deps -e .

ENV GEMEINWERK_DATA_DIR=/data PYTHONUNBUFFERED=1
EXPOSE 8000
# A fresh volume belongs to root; the program runs as somebody who may do nothing else.
ENTRYPOINT ["sh", "-c", "chown city /data && exec setpriv --reuid=city --regid=city --clear-groups \"$@\"", "--"]
CMD ["sh", "-c", "app migrate && exec app serve --host 0.0.0.0 --port 8000"]
