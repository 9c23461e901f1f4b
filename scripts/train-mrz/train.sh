#!/usr/bin/env bash
# Trains assets/mrz/ocrb.traineddata and ctc.bin from drawn lines alone: bash scripts/train-mrz/train.sh [working folder]
# Needs Debian's tesseract-ocr (lstmtraining and friends), Node >= 22.19 with this project's packages, and for ctc.bin a Python with
# PyTorch and numpy (PYTHON=...). One thread, low priority.
# About four hours on one free core. SHARE=10 makes a trial run of a tenth of the iterations.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=${1:-.cache/mrz-training}
export OMP_THREAD_LIMIT=1
lines=$work/lines
model=$work/model
mkdir -p "$lines" "$model"

# draw KIND FILES SEED [NAME]: writes FILES x 100 lines and a list of their .lstmf files in $lines/NAME.list (KIND.list). The pictures
# stay, for the convolutional network.
draw() {
  node scripts/train-mrz/write-lines.ts --out "$lines" --kind "$1" --files "$2" --seed "$3"
  for tif in "$lines/$1-$3"-*.tif; do
    tesseract "$tif" "${tif%.tif}" --psm 13 lstm.train >/dev/null 2>&1
    echo "${tif%.tif}.lstmf"
  done >"$lines/${4:-$1}.list"
}

# A model needs its character set, a recoder that keeps each character one code, and (unused but required) radicals.
start() {
  printf 'WordStr 0 0 800 36 0 #ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<\n\t 0 0 800 36 0\n' >"$model/all.box"
  unicharset_extractor --output_unicharset "$model/unicharset" --norm_mode 1 "$model/all.box"
  printf '# x\n4E00\t1.0\n' >"$model/radical-stroke.txt"
  combine_lang_model --input_unicharset "$model/unicharset" --script_dir "$model" --output_dir "$model" --lang ocrb --pass_through_recoder
}

# fit NAME LIST ITERATIONS RATE [PREVIOUS]: goes on from the end of phase PREVIOUS; one iteration is one line
fit() {
  local from=(--net_spec '[1,36,0,1 Ct3,3,16 Mp3,3 Lfys32 Lfx64 Lrx64 Lfx96 O1c1]')
  [ $# -lt 5 ] || from=(--continue_from "$model/$5.lstm")
  lstmtraining --traineddata "$model/ocrb/ocrb.traineddata" "${from[@]}" --model_output "$model/$1" \
    --train_listfile "$2" --max_iterations $(($3 / ${SHARE:-1})) --learning_rate "$4" --target_error_rate 0.02 --max_image_MB 4000 \
    --debug_interval 0 >"$work/$1.log" 2>&1 || true
  lstmtraining --stop_training --traineddata "$model/ocrb/ocrb.traineddata" --continue_from "$model/$1_checkpoint" \
    --model_output "$model/$1.traineddata" >/dev/null 2>&1
  combine_tessdata -e "$model/$1.traineddata" "$model/$1.lstm" >/dev/null 2>&1
  grep . "$work/$1.log" | tail -1
}

start
draw clean 20 1
fit clean "$lines/clean.list" 20000 0.002
draw mixed 60 2
fit mixed "$lines/mixed.list" 25000 0.001 clean
draw degraded 120 3
fit degraded "$lines/degraded.list" 20000 0.0007 mixed
draw prepared 140 4
draw prepared 3 9100 validation
(cat "$lines/prepared.list"; tail -30 "$lines/degraded.list") >"$lines/last.list"
fit prepared-1 "$lines/last.list" 24000 0.0003 degraded
fit prepared-2 "$lines/last.list" 12000 0.0002 prepared-1
fit prepared-3 "$lines/last.list" 8000 0.0001 prepared-2
for phase in prepared-1 prepared-2 prepared-3; do
  echo "$phase on 300 lines of its own:"
  lstmeval --model "$model/$phase.traineddata" --eval_listfile "$lines/validation.list" 2>&1 | grep BCER
done
lstmtraining --stop_training --convert_to_int --traineddata "$model/ocrb/ocrb.traineddata" \
  --continue_from "$model/prepared-3_checkpoint" --model_output assets/mrz/ocrb.traineddata

# The second reader learns from the same lines: nine minutes of processor time gave the one that is shipped.
"${PYTHON:-python3}" scripts/train-mrz/train-ctc.py "$lines" assets/mrz/ctc.bin --minutes 9 --check prepared-9100
